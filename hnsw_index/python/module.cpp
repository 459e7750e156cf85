/// The Python module celebrity_hnsw: the index of include/hnsw/ with hnswlib's names and numpy arrays in and
/// out.

#include <pybind11/pybind11.h>
#include <pybind11/stl.h>
#include <pybind11/stl/filesystem.h>

#include <memory>
#include <stdexcept>
#include <string>

#include "brute_force.hpp"
#include "index.hpp"

namespace hnsw::python {

namespace {

bool is_compact(const std::string& storage) {
    if (storage != "exact" && storage != "compact")
        throw std::runtime_error("storage is '" + storage + "': exact and compact are known");
    return storage == "compact";
}

std::string described(const char* name, const std::string& space, std::size_t dim) {
    return "<celebrity_hnsw." + std::string(name) + "(space='" + space + "', dim=" + std::to_string(dim) +
           ")>";
}

void bind_making(py::class_<PyIndex>& index) {
    index.def(py::init<const std::string&, std::size_t>(), py::arg("space"), py::arg("dim"))
        .def(py::init([](PyIndex& other) { return PyIndex::of_state(other.state()); }), py::arg("index"))
        .def(
            "init_index",
            [](PyIndex& self, std::size_t max_elements, unsigned links, unsigned ef_construction,
               std::uint64_t seed, bool allow_replace_deleted, const std::string& storage) {
                self.init_index(
                    {max_elements, links, ef_construction, seed, allow_replace_deleted, is_compact(storage)});
            },
            py::arg("max_elements") = most_elements, py::arg("M") = 16, py::arg("ef_construction") = 200,
            py::arg("random_seed") = 100, py::arg("allow_replace_deleted") = false, py::kw_only(),
            py::arg("storage") = "exact", "Makes the index. storage is exact, or compact: 8 bits a number.")
        .def("save_index", &PyIndex::save_index, py::arg("path_to_index"),
             "Writes one file, which is there whole or not at all.")
        .def(
            "load_index",
            [](PyIndex& self, const std::filesystem::path& path, std::size_t max_elements,
               bool allow_replace_deleted, bool mapped) {
                self.load_index(path, {max_elements, allow_replace_deleted, mapped});
            },
            py::arg("path_to_index"), py::arg("max_elements") = 0, py::arg("allow_replace_deleted") = false,
            py::kw_only(), py::arg("mapped") = false,
            "Loads a file. With mapped=True it is read as queries need it.")
        .def("index_file_size", &PyIndex::index_file_size, "How many bytes save_index writes.")
        .def(py::pickle([](PyIndex& self) { return self.state(); }, &PyIndex::of_state));
}

void bind_work(py::class_<PyIndex>& index) {
    index
        .def("add_items", &PyIndex::add_items, py::arg("data"), py::arg("ids") = py::none(),
             py::arg("num_threads") = -1, py::arg("replace_deleted") = false,
             "Adds vectors, or replaces those with the same labels.")
        .def(
            "knn_query",
            [](const PyIndex& self, const Floats& data, std::size_t k, int num_threads,
               const py::object& filter) { return self.knn_query(data, k, num_threads, filter); },
            py::arg("data"), py::arg("k") = 1, py::arg("num_threads") = -1, py::arg("filter") = py::none(),
            "The k nearest: labels and distances. filter is a function of a label, or an array of bool.")
        .def("range_query", &PyIndex::range_query, py::arg("data"), py::arg("radius"), py::kw_only(),
             py::arg("num_threads") = -1, py::arg("filter") = py::none(),
             "All within a distance: for each query an array of labels and one of distances.")
        .def("get_items", &PyIndex::get_items, py::arg("ids") = py::none(), py::arg("return_type") = "numpy",
             "The vectors with these labels.")
        .def("get_ids_list", &PyIndex::get_ids_list, "All labels, in no order.")
        .def("mark_deleted", &PyIndex::mark_deleted, py::arg("label"), "Hides a vector from queries.")
        .def("unmark_deleted", &PyIndex::unmark_deleted, py::arg("label"), "Brings a hidden vector back.")
        .def("resize_index", &PyIndex::resize_index, py::arg("new_size"),
             "Changes how many vectors the index may hold.");
}

void bind_properties(py::class_<PyIndex>& index) {
    index.def("set_ef", &PyIndex::set_ef, py::arg("ef"))
        .def("set_num_threads", &PyIndex::set_num_threads, py::arg("num_threads"))
        .def("get_max_elements", &PyIndex::max_elements)
        .def("get_current_count", &PyIndex::count)
        .def_property("ef", &PyIndex::ef, &PyIndex::set_ef)
        .def_property("num_threads", &PyIndex::num_threads, &PyIndex::set_num_threads)
        .def_property_readonly("max_elements", &PyIndex::max_elements)
        .def_property_readonly("element_count", &PyIndex::count)
        .def_property_readonly("M", &PyIndex::links)
        .def_property_readonly("ef_construction", &PyIndex::ef_construction)
        .def_property_readonly("space", [](const PyIndex& self) { return self.space().name(); })
        .def_property_readonly("dim", &PyIndex::dim)
        .def("__repr__",
             [](const PyIndex& self) { return described("Index", self.space().name(), self.dim()); });
}

void bind_brute_force(py::module_& module) {
    py::class_<PyBruteForce>(module, "BFIndex")
        .def(py::init<const std::string&, std::size_t>(), py::arg("space"), py::arg("dim"))
        .def("init_index", &PyBruteForce::init_index, py::arg("max_elements"))
        .def("add_items", &PyBruteForce::add_items, py::arg("data"), py::arg("ids") = py::none())
        .def("knn_query", &PyBruteForce::knn_query, py::arg("data"), py::arg("k") = 1,
             py::arg("num_threads") = -1, py::arg("filter") = py::none())
        .def("delete_vector", &PyBruteForce::delete_vector, py::arg("label"))
        .def("save_index", &PyBruteForce::save_index, py::arg("path_to_index"))
        .def("load_index", &PyBruteForce::load_index, py::arg("path_to_index"), py::arg("max_elements") = 0)
        .def("set_num_threads", &PyBruteForce::set_num_threads, py::arg("num_threads"))
        .def("get_max_elements", &PyBruteForce::max_elements)
        .def("get_current_count", &PyBruteForce::count)
        .def_property("num_threads", &PyBruteForce::num_threads, &PyBruteForce::set_num_threads)
        .def_property_readonly("space", &PyBruteForce::space)
        .def_property_readonly("dim", &PyBruteForce::dim)
        .def("__repr__",
             [](const PyBruteForce& self) { return described("BFIndex", self.space(), self.dim()); });
}

}  // namespace

PYBIND11_MODULE(celebrity_hnsw, module) {
    module.doc() = "Nearest vectors by a hierarchical navigable small world graph, with hnswlib's names.";
    module.attr("__version__") = FACES_VERSION;
    py::class_<PyIndex> index(module, "Index");
    bind_making(index);
    bind_work(index);
    bind_properties(index);
    bind_brute_force(module);
}

}  // namespace hnsw::python
