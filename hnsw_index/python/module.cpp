/// The Python module celebrity_hnsw: the index of include/hnsw/ with numpy arrays in and out. The class has
/// the names of hnswlib's, and its distances: the squared length for "l2", 1 - the inner product for "ip" and
/// "cosine".

#include <pybind11/numpy.h>
#include <pybind11/pybind11.h>
#include <pybind11/stl.h>

#include <algorithm>
#include <atomic>
#include <exception>
#include <memory>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "hnsw/index.hpp"

namespace {

namespace py = pybind11;
using Vectors = py::array_t<float, py::array::c_style | py::array::forcecast>;
using Labels = py::array_t<std::uint64_t, py::array::c_style | py::array::forcecast>;

hnsw::Metric metric_of(const std::string& space) {
    if (space == "l2") return hnsw::Metric::l2;
    if (space == "ip") return hnsw::Metric::inner_product;
    if (space == "cosine") return hnsw::Metric::cosine;
    throw std::invalid_argument("space is '" + space + "': l2, ip and cosine are known");
}

/// Runs `work(i)` for 0 to count - 1 on so many threads; the first exception comes back.
template <class Work>
void on_threads(std::size_t count, unsigned threads, const Work& work) {
    std::atomic<std::size_t> next = 0;
    std::exception_ptr failure;
    std::mutex mutex;
    const auto run = [&] {
        try {
            for (std::size_t i = next++; i < count; i = next++) work(i);
        } catch (...) {
            next = count;
            const std::lock_guard lock(mutex);
            failure = std::current_exception();
        }
    };
    std::vector<std::thread> helpers;
    for (std::size_t i = 1; i < std::min<std::size_t>(threads, count); ++i) helpers.emplace_back(run);
    run();
    for (std::thread& helper : helpers) helper.join();
    if (failure) std::rethrow_exception(failure);
}

class PyIndex {
  public:
    PyIndex(const std::string& space, std::size_t dim)
        : metric_(metric_of(space)), space_(space), dim_(dim) {}

    void init_index(std::size_t /*max_elements: the index grows by itself*/, unsigned links,
                    unsigned ef_construction, std::uint64_t seed) {
        index_ = std::make_unique<hnsw::Index>(hnsw::IndexOptions{.dimension = dim_,
                                                                  .metric = metric_,
                                                                  .links = links,
                                                                  .ef_construction = ef_construction,
                                                                  .seed = seed});
    }

    void add_items(const Vectors& data, const std::optional<Labels>& ids, int num_threads) {
        const auto [rows, values] = checked_rows(data);
        if (ids && static_cast<std::size_t>(ids->size()) != rows)
            throw std::invalid_argument("ids has " + std::to_string(ids->size()) + " labels for " +
                                        std::to_string(rows) + " vectors");
        std::vector<hnsw::Item> items(rows);
        for (std::size_t i = 0; i < rows; ++i) {
            const auto id =
                ids ? static_cast<hnsw::Id>(ids->data()[i]) : next_label_ + static_cast<hnsw::Id>(i);
            items[i] = {id, id, std::span(values + i * dim_, dim_)};
        }
        const py::gil_scoped_release release;
        index().upsert(items, {.threads = threads(num_threads)});
        if (!ids) next_label_ += static_cast<hnsw::Id>(rows);
    }

    py::tuple knn_query(const Vectors& data, std::size_t k, int num_threads) const {
        const auto [rows, values] = checked_rows(data);
        if (k > index().size())
            throw std::runtime_error("k is " + std::to_string(k) + ", and the index has " +
                                     std::to_string(index().size()) + " vectors");
        Labels labels(std::vector<py::ssize_t>{static_cast<py::ssize_t>(rows), static_cast<py::ssize_t>(k)});
        Vectors distances(
            std::vector<py::ssize_t>{static_cast<py::ssize_t>(rows), static_cast<py::ssize_t>(k)});
        std::uint64_t* label = labels.mutable_data();
        float* distance = distances.mutable_data();
        {
            const py::gil_scoped_release release;
            on_threads(rows, threads(num_threads), [&, values = values](std::size_t i) {
                const auto hits = index().search(std::span(values + i * dim_, dim_), {.k = k, .ef = ef_});
                for (std::size_t j = 0; j < hits.size(); ++j) {
                    label[i * k + j] = static_cast<std::uint64_t>(hits[j].id);
                    distance[i * k + j] = as_hnswlib(hits[j].distance);
                }
            });
        }
        return py::make_tuple(std::move(labels), std::move(distances));
    }

    Vectors get_items(const Labels& ids) const {
        Vectors vectors(std::vector<py::ssize_t>{ids.size(), static_cast<py::ssize_t>(dim_)});
        for (py::ssize_t i = 0; i < ids.size(); ++i) {
            const auto vector = index().vector_of(static_cast<hnsw::Id>(ids.data()[i]));
            if (!vector)
                throw std::runtime_error("the label " + std::to_string(ids.data()[i]) + " is not there");
            std::ranges::copy(*vector, vectors.mutable_data() + i * static_cast<py::ssize_t>(dim_));
        }
        return vectors;
    }

    void mark_deleted(std::uint64_t label) {
        if (!index().erase(static_cast<hnsw::Id>(label)))
            throw std::runtime_error("the label " + std::to_string(label) + " is not there");
    }

    void save_index(const std::string& path) {
        const py::gil_scoped_release release;
        index().save(path);
    }

    void load_index(const std::string& path, std::size_t /*max_elements: the index grows by itself*/) {
        const py::gil_scoped_release release;
        auto loaded = std::make_unique<hnsw::Index>(hnsw::Index::load(path));
        if (loaded->options().dimension != dim_ || loaded->options().metric != metric_)
            throw std::runtime_error(path + " has " + std::to_string(loaded->options().dimension) +
                                     " dimensions and the metric " +
                                     std::string(hnsw::metric_name(loaded->options().metric)) +
                                     ", wanted are " + std::to_string(dim_) + " and " + space_);
        next_label_ = static_cast<hnsw::Id>(loaded->size());
        index_ = std::move(loaded);
    }

    void set_ef(std::size_t ef) { ef_ = ef; }
    void set_num_threads(int num_threads) { num_threads_ = num_threads; }
    [[nodiscard]] std::size_t ef() const { return ef_; }
    [[nodiscard]] std::size_t count() const { return index_ ? index_->size() : 0; }
    [[nodiscard]] const std::string& space() const { return space_; }
    [[nodiscard]] std::size_t dim() const { return dim_; }

  private:
    [[nodiscard]] hnsw::Index& index() const {
        if (!index_)
            throw std::runtime_error("the index is not there yet: call init_index or load_index first");
        return *index_;
    }

    /// One vector or a row each; the values stay numpy's.
    [[nodiscard]] std::pair<std::size_t, const float*> checked_rows(const Vectors& data) const {
        const bool one = data.ndim() == 1;
        if (data.ndim() < 1 || data.ndim() > 2 || static_cast<std::size_t>(data.shape(one ? 0 : 1)) != dim_)
            throw std::runtime_error("data must be of shape (n, " + std::to_string(dim_) + ") or (" +
                                     std::to_string(dim_) + ")");
        return {one ? 1 : static_cast<std::size_t>(data.shape(0)), data.data()};
    }

    [[nodiscard]] unsigned threads(int wanted) const {
        const int chosen = wanted > 0 ? wanted : num_threads_;
        return chosen > 0 ? static_cast<unsigned>(chosen) : std::max(1U, std::thread::hardware_concurrency());
    }

    [[nodiscard]] float as_hnswlib(float distance) const {
        if (metric_ == hnsw::Metric::l2) return distance * distance;
        return metric_ == hnsw::Metric::inner_product ? 1 + distance : distance;
    }

    hnsw::Metric metric_;
    std::string space_;
    std::size_t dim_;
    std::unique_ptr<hnsw::Index> index_;
    std::size_t ef_ = 10;  // hnswlib's default
    int num_threads_ = 0;
    hnsw::Id next_label_ = 0;
};

}  // namespace

PYBIND11_MODULE(celebrity_hnsw, module) {
    module.doc() = "Nearest vectors by a hierarchical navigable small world graph, with hnswlib's names.";
    module.attr("__version__") = FACES_VERSION;
    py::class_<PyIndex>(module, "Index")
        .def(py::init<const std::string&, std::size_t>(), py::arg("space"), py::arg("dim"))
        .def("init_index", &PyIndex::init_index, py::arg("max_elements") = 0, py::arg("M") = 16,
             py::arg("ef_construction") = 200, py::arg("random_seed") = 100)
        .def("add_items", &PyIndex::add_items, py::arg("data"), py::arg("ids") = py::none(),
             py::arg("num_threads") = -1)
        .def("knn_query", &PyIndex::knn_query, py::arg("data"), py::arg("k") = 1, py::arg("num_threads") = -1)
        .def("get_items", &PyIndex::get_items, py::arg("ids"))
        .def("mark_deleted", &PyIndex::mark_deleted, py::arg("label"))
        .def("save_index", &PyIndex::save_index, py::arg("path_to_index"))
        .def("load_index", &PyIndex::load_index, py::arg("path_to_index"), py::arg("max_elements") = 0)
        .def("set_ef", &PyIndex::set_ef, py::arg("ef"))
        .def("set_num_threads", &PyIndex::set_num_threads, py::arg("num_threads"))
        .def("get_current_count", &PyIndex::count)
        .def_property("ef", &PyIndex::ef, &PyIndex::set_ef)
        .def_property_readonly("element_count", &PyIndex::count)
        .def_property_readonly("space", &PyIndex::space)
        .def_property_readonly("dim", &PyIndex::dim);
}
