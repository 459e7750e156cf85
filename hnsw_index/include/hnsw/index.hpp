#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "hnsw/error.hpp"
#include "hnsw/metric.hpp"
#include "hnsw/options.hpp"

namespace hnsw {

using Id = std::int64_t;     ///< one vector
using Group = std::int64_t;  ///< vectors that belong together, such as pictures of one thing

struct Item {
    Id id = 0;
    Group group = 0;
    std::span<const float> vector;  ///< as many finite numbers as the index has dimensions
};

struct Hit {
    Id id = 0;
    Group group = 0;
    float distance = 0;  ///< in the index's metric, see metric.hpp

    friend bool operator==(const Hit&, const Hit&) = default;
};

/// Nearest neighbours by a hierarchical navigable small world graph (arXiv:1603.09320).
///
/// Every member may be called from any thread at any time, but for moving and destruction. Searches run
/// beside each other. Writers (upsert, erase, clear, set_revision, save) follow one another; a search waits
/// at most for the vectors that a writer is working on just now, not for a whole batch, so it may see a part
/// of a batch. While save writes, searches go on and writers wait.
///
/// Vectors and queries of a wrong length, with values that are not finite, or too long (a squared length
/// above 8e37, whose distances float cannot hold) are refused with Error(invalid_argument), and so are
/// vectors of length zero with Metric::cosine. A refused batch changes nothing.
class Index {
  public:
    /// Throws Error(invalid_argument) for options out of range, Error(kernels) where the environment variable
    /// HNSW_KERNELS (generic, avx2 or avx512) names kernels that do not exist or that this processor lacks.
    /// Without it the fastest kernels of this processor are taken.
    explicit Index(const IndexOptions& options);
    ~Index();
    Index(Index&&) noexcept;
    Index& operator=(Index&&) noexcept;

    /// Adds the vector or replaces the one with that id.
    void upsert(Id id, Group group, std::span<const float> vector);

    /// The same for many, with so many threads (0 means one a processor). Of items with the same id the last
    /// counts. With more than one thread the graph depends on their timing.
    void upsert(std::span<const Item> items, unsigned threads = 0);

    /// Removes a vector and says whether it was there. It is never found again; its place is used again once
    /// the links around it are mended, which is done for many at once.
    bool erase(Id id);
    /// Removes many, passes over ids that are not there, and returns how many were.
    std::size_t erase(std::span<const Id> ids);

    /// Removes everything and sets the revision to 0.
    void clear();

    /// The nearest vectors, or the nearest groups (SearchOptions::distinct_groups), nearest first. As many as
    /// k where the index holds that many, else all.
    [[nodiscard]] std::vector<Hit> search(std::span<const float> query,
                                          const SearchOptions& options = {}) const;

    /// The same by looking at every vector; `ef` has no effect.
    [[nodiscard]] std::vector<Hit> exact_search(std::span<const float> query,
                                                const SearchOptions& options = {}) const;

    [[nodiscard]] std::size_t size() const;    ///< vectors
    [[nodiscard]] std::size_t groups() const;  ///< distinct groups
    [[nodiscard]] bool contains(Id id) const;
    /// The vector as the index holds it: at unit length with Metric::cosine.
    [[nodiscard]] std::optional<std::vector<float>> vector_of(Id id) const;
    [[nodiscard]] std::optional<Group> group_of(Id id) const;

    /// The options with their defaults filled in.
    [[nodiscard]] const IndexOptions& options() const noexcept;
    /// The name of the kernels in use.
    [[nodiscard]] std::string_view kernels() const noexcept;

    /// A number of the caller's that is saved with the index, 0 in a new one: how far it has followed a
    /// source.
    [[nodiscard]] std::int64_t revision() const;
    void set_revision(std::int64_t revision);

    /// Writes the index to a file (docs/index-format.md), which is there whole or not at all: the bytes are
    /// on disk before the file takes its name. Throws Error(file).
    void save(const std::filesystem::path& path);

    /// Throws Error(file, damaged_file or file_version), with the path in the message. Every checksum and
    /// every link is checked: a damaged file never becomes an index.
    [[nodiscard]] static Index load(const std::filesystem::path& path);

  private:
    class State;
    explicit Index(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

}  // namespace hnsw
