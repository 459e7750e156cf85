#pragma once

#include <string>

#include "index.hpp"

namespace hnsw::python {

/// The class BFIndex of the Python module: looks at every vector. It is an index with the least graph that
/// the library makes, which its queries pass over.
class PyBruteForce {
  public:
    PyBruteForce(const std::string& space, std::size_t dim) : index_(space, dim) {}

    void init_index(std::size_t max_elements) {
        index_.init_index({.max_elements = max_elements, .links = 2, .ef_construction = 1});
    }
    void add_items(const Floats& data, const std::optional<Labels>& ids) {
        index_.add_items(data, ids, -1, false);
    }
    [[nodiscard]] py::tuple knn_query(const Floats& data, std::size_t k, int num_threads,
                                      const py::object& filter) const {
        return index_.knn_query(data, k, num_threads, filter, Way::every_vector);
    }
    void delete_vector(std::uint64_t label) { index_.erase(label); }
    void save_index(const std::filesystem::path& path) { index_.save_index(path); }
    void load_index(const std::filesystem::path& path, std::size_t max_elements) {
        index_.load_index(path, {.max_elements = max_elements});
    }
    void set_num_threads(int num_threads) { index_.set_num_threads(num_threads); }
    [[nodiscard]] int num_threads() const { return index_.num_threads(); }
    [[nodiscard]] std::size_t max_elements() const { return index_.max_elements(); }
    [[nodiscard]] std::size_t count() const { return index_.count(); }
    [[nodiscard]] const std::string& space() const { return index_.space().name(); }
    [[nodiscard]] std::size_t dim() const { return index_.dim(); }

  private:
    PyIndex index_;
};

}  // namespace hnsw::python
