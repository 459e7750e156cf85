// PyIndex in files and as bytes.

#include <algorithm>
#include <fstream>
#include <limits>
#include <stdexcept>
#include <utility>

#include "gil.hpp"
#include "index.hpp"
#include "temporary_folder.hpp"

namespace hnsw::python {

namespace {

constexpr int state_version = 1;
/// The group, in a file, of vectors that are marked as deleted.
constexpr Group marked_group = std::numeric_limits<Group>::min();

/// One copy of the file, in Python's memory.
py::bytes bytes_of(const std::filesystem::path& path) {
    const auto size = static_cast<py::ssize_t>(std::filesystem::file_size(path));
    auto bytes = py::reinterpret_steal<py::bytes>(PyBytes_FromStringAndSize(nullptr, size));
    if (!bytes) throw py::error_already_set();
    std::ifstream file(path, std::ios::binary);
    file.read(PyBytes_AS_STRING(bytes.ptr()), size);
    if (!file) throw std::runtime_error("cannot read " + path.string());
    return bytes;
}

void write_bytes(const py::bytes& bytes, const std::filesystem::path& path) {
    const std::string_view content = bytes;
    std::ofstream file(path, std::ios::binary);
    file.write(content.data(), static_cast<std::streamsize>(content.size()));
    file.close();
    if (!file) throw std::runtime_error("cannot write " + path.string());
}

}  // namespace

/// Brings the groups of the library's index to what is marked.
void PyIndex::write_marks(hnsw::Index& index) {
    LabelSet marked;
    const bool were_written = with_gil([&] {
        if (marked_) marked = *marked_;
        return std::exchange(marks_written_, marks_written_ || marked_);
    });
    if (marked.empty() && !were_written) return;
    std::vector<std::vector<float>> vectors;
    std::vector<Item> items;
    for (const Id id : index.ids()) {
        const bool is_marked = marked.contains(id);
        if ((index.group_of(id) == marked_group) == is_marked) continue;
        vectors.push_back(index.vector_of(id).value());
        items.push_back({id, is_marked ? marked_group : id, vectors.back()});
    }
    index.upsert(items);
}

void PyIndex::save_index(const std::filesystem::path& path) {
    const auto index = this->index();
    without_gil([&] {
        const std::lock_guard adding(adding_);
        write_marks(*index);
        index->save(path);
    });
}

std::size_t PyIndex::index_file_size() {
    const TemporaryFolder folder;
    save_index(folder.file("index"));
    return std::filesystem::file_size(folder.file("index"));
}

void PyIndex::load_index(const std::filesystem::path& path, const LoadOptions& options) {
    std::shared_ptr<hnsw::Index> index;
    auto marked = std::make_shared<LabelSet>();
    {
        const py::gil_scoped_release release;
        index = std::make_shared<hnsw::Index>(
            hnsw::Index::load(path, options.mapped ? Loading::mapped : Loading::checked));
        if (index->options().dimension != dim_ || index->options().metric != space_.metric())
            throw std::runtime_error(path.string() + " has " + std::to_string(index->options().dimension) +
                                     " dimensions and the metric " +
                                     std::string(metric_name(index->options().metric)) + ", this Index has " +
                                     std::to_string(dim_) + " and the space " + space_.name());
        for (const Id id : index->ids())
            if (index->group_of(id) == marked_group) marked->insert(id);
    }
    next_label_ = static_cast<Id>(index->size());
    max_elements_ = options.max_elements > 0 && options.max_elements >= index->size() ? options.max_elements
                                                                                      : most_elements;
    allow_replace_deleted_ = options.allow_replace_deleted;
    marks_written_ = !marked->empty();
    marked_ = marks_written_ ? marked : nullptr;
    index_ = index;
}

py::tuple PyIndex::state() {
    py::object content = py::none();
    if (index_) {
        const TemporaryFolder folder;
        save_index(folder.file("index"));
        content = bytes_of(folder.file("index"));
    }
    return py::make_tuple(state_version, space_.name(), dim_, ef_, num_threads_, max_elements_,
                          allow_replace_deleted_, next_label_, content);
}

std::unique_ptr<PyIndex> PyIndex::of_state(const py::tuple& state) {
    if (state.size() != 9 || state[0].cast<int>() != state_version)
        throw std::runtime_error("the pickled state is " + std::to_string(state.size()) +
                                 " values that this version does not know: pickle the index again");
    auto index = std::make_unique<PyIndex>(state[1].cast<std::string>(), state[2].cast<std::size_t>());
    if (!state[8].is_none()) {
        const TemporaryFolder folder;
        write_bytes(state[8], folder.file("index"));
        index->load_index(folder.file("index"), {.allow_replace_deleted = state[6].cast<bool>()});
        index->max_elements_ = state[5].cast<std::size_t>();
        index->next_label_ = state[7].cast<Id>();
    }
    index->ef_ = state[3].cast<std::size_t>();
    index->num_threads_ = state[4].cast<int>();
    return index;
}

}  // namespace hnsw::python
