#pragma once

#include <pybind11/pybind11.h>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "arrays.hpp"
#include "hnsw/index.hpp"
#include "label_filter.hpp"
#include "queries.hpp"
#include "space.hpp"

namespace hnsw::python {

inline constexpr std::size_t most_elements = 2'147'483'647;  ///< that the library holds

struct InitOptions {
    std::size_t max_elements = most_elements;
    unsigned links = 16;
    unsigned ef_construction = 200;
    std::uint64_t seed = 100;
    bool allow_replace_deleted = false;
    bool compact = false;
};

struct LoadOptions {
    std::size_t max_elements = 0;  ///< below the file's number of vectors: most_elements
    bool allow_replace_deleted = false;
    bool mapped = false;
};

/// The class Index of the Python module, with hnswlib's methods (docs/python.md tells the differences).
///
/// Vectors marked as deleted stay in the library's index and are hidden from queries, so that they can be
/// brought back, count, and keep their places until others replace them. In files they are of a group of
/// their own; every other vector is its own group.
///
/// Every member is called with the GIL held, which guards what this class keeps. The library is called
/// without it, as a writer may wait there for a query whose filter waits for the GIL. Adding, querying and
/// saving may run beside each other.
class PyIndex {
  public:
    PyIndex(const std::string& space, std::size_t dim) : space_(space), dim_(dim) {}

    void init_index(const InitOptions& options);
    void load_index(const std::filesystem::path& path, const LoadOptions& options);
    void save_index(const std::filesystem::path& path);
    /// How long a file of save_index is, found by writing one.
    [[nodiscard]] std::size_t index_file_size();

    void add_items(const Floats& data, const std::optional<Labels>& ids, int num_threads,
                   bool replace_deleted);
    void mark_deleted(std::uint64_t label);
    void unmark_deleted(std::uint64_t label);
    /// Removes the vector for good, where it is there.
    void erase(std::uint64_t label);
    void resize_index(std::size_t new_size);

    [[nodiscard]] py::tuple knn_query(const Floats& data, std::size_t k, int num_threads,
                                      const py::object& filter, Way way = Way::graph) const;
    [[nodiscard]] py::tuple range_query(const Floats& data, float radius, int num_threads,
                                        const py::object& filter) const;
    [[nodiscard]] py::object get_items(const std::optional<Labels>& ids,
                                       const std::string& return_type) const;
    [[nodiscard]] std::vector<std::uint64_t> get_ids_list() const;

    /// Everything, for pickle; the vectors and the graph are the bytes of a file.
    [[nodiscard]] py::tuple state();
    [[nodiscard]] static std::unique_ptr<PyIndex> of_state(const py::tuple& state);

    void set_ef(std::size_t ef) { ef_ = ef; }
    void set_num_threads(int num_threads) { num_threads_ = num_threads; }
    [[nodiscard]] std::size_t ef() const { return ef_; }
    [[nodiscard]] int num_threads() const { return num_threads_; }
    [[nodiscard]] const Space& space() const { return space_; }
    [[nodiscard]] std::size_t dim() const { return dim_; }
    // What is not there yet has 0 of all.
    [[nodiscard]] std::size_t count() const;
    [[nodiscard]] std::size_t max_elements() const { return index_ ? max_elements_ : 0; }
    [[nodiscard]] unsigned links() const { return index_ ? index_->options().links : 0; }
    [[nodiscard]] unsigned ef_construction() const { return index_ ? index_->options().ef_construction : 0; }

  private:
    /// How a batch finds its places.
    struct Places {
        std::vector<Id> replaced;  ///< marked labels that go
        std::vector<Id> revived;   ///< marked labels that come back with new vectors
    };

    [[nodiscard]] std::shared_ptr<hnsw::Index> index() const;
    [[nodiscard]] Places places_for(const LabelSet& ids, std::size_t fresh, std::size_t size,
                                    bool replace_deleted) const;
    [[nodiscard]] static int default_threads();
    [[nodiscard]] unsigned threads(int wanted) const;
    [[nodiscard]] unsigned threads_for(std::size_t rows, int wanted) const;
    [[nodiscard]] bool is_marked(Id id) const { return marked_ && marked_->contains(id); }
    [[nodiscard]] LabelSet& marked_to_change();
    void unmark(std::span<const Id> ids);
    void write_marks(hnsw::Index& index);

    Space space_;
    std::size_t dim_;
    std::shared_ptr<hnsw::Index> index_;  // shared with calls at work while load_index puts another
    std::shared_ptr<LabelSet> marked_;    // shared with queries, which see it as it was when they began
    bool marks_written_ = false;          // the library's index has vectors in the group of marked ones
    std::size_t max_elements_ = 0;
    bool allow_replace_deleted_ = false;
    std::size_t ef_ = 10;  // hnswlib's default
    int num_threads_ = default_threads();
    Id next_label_ = 0;
    std::mutex adding_;  // one batch at a time finds its places; never waited for with the GIL held
};

}  // namespace hnsw::python
