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

/// What an index holds, for people who run one.
struct Statistics {
    std::size_t vectors = 0;
    std::size_t groups = 0;
    std::size_t deleted = 0;          ///< erased, and their places not yet free
    std::vector<std::size_t> layers;  ///< vectors on each layer, the base first
    std::size_t links = 0;            ///< on the base layer, of all vectors together
    std::size_t unreachable = 0;      ///< vectors to which no way leads from where searches start
    std::size_t vector_bytes = 0;     ///< memory of the vectors
    std::size_t code_bytes = 0;       ///< of their codes
    std::size_t link_bytes = 0;       ///< of the links of all layers
    std::size_t table_bytes = 0;      ///< of ids, groups, states and the table of ids
};

/// Nearest neighbours by a hierarchical navigable small world graph (arXiv:1603.09320).
///
/// Every member may be called from any thread at any time, but for moving and destruction. Searches take no
/// lock and wait for nobody: they run beside each other and beside writers, and may see a part of a batch.
/// Writers (upsert, erase, clear, set_revision, save) follow one another.
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

    /// The same for many. Of items with the same id the last counts. With more than one thread the graph
    /// depends on their timing. Returns how many items are in: fewer than all where `progress` ended it.
    std::size_t upsert(std::span<const Item> items, const UpsertOptions& options = {});

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

    /// Searches for each of many queries, whose numbers follow each other, on so many threads (0 means one a
    /// processor): results in the queries' order.
    [[nodiscard]] std::vector<std::vector<Hit>> search_batch(std::span<const float> queries,
                                                             const SearchOptions& options = {},
                                                             unsigned threads = 0) const;

    /// What is nearest to a vector of the index, itself left out. Throws Error(invalid_argument) where the id
    /// is not in the index.
    [[nodiscard]] std::vector<Hit> search_by_id(Id id, const SearchOptions& options = {}) const;

    /// All vectors within a distance (at most `radius`, in the index's metric), nearest first. `ef` is the
    /// breadth of the way there; k is not looked at. Around the query it goes on as long as it finds more, so
    /// it misses only what no links lead to; `exact_search_within` misses nothing.
    [[nodiscard]] std::vector<Hit> search_within(std::span<const float> query, float radius,
                                                 const SearchOptions& options = {}) const;
    [[nodiscard]] std::vector<Hit> exact_search_within(std::span<const float> query, float radius,
                                                       const SearchOptions& options = {}) const;

    [[nodiscard]] std::size_t size() const;    ///< vectors
    [[nodiscard]] std::size_t groups() const;  ///< distinct groups
    [[nodiscard]] bool contains(Id id) const;
    [[nodiscard]] std::vector<Id> ids() const;  ///< in no order
    /// The vector as the index holds it: at unit length with Metric::cosine.
    [[nodiscard]] std::optional<std::vector<float>> vector_of(Id id) const;
    [[nodiscard]] std::optional<Group> group_of(Id id) const;

    /// Goes through the whole index.
    [[nodiscard]] Statistics statistics() const;

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

    /// Throws Error(file, damaged_file or file_version), with the path and the section in the message. See
    /// Loading. A mapped file must stay as it is while the index lives; changes to the index never reach it.
    [[nodiscard]] static Index load(const std::filesystem::path& path, Loading loading = Loading::checked);

  private:
    class State;
    explicit Index(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

}  // namespace hnsw
