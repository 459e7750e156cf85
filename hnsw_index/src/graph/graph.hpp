#pragma once

#include <cstdint>
#include <mutex>
#include <span>
#include <vector>

#include "distance/distance.hpp"
#include "graph/layout.hpp"
#include "graph/scratch.hpp"
#include "graph/search.hpp"

namespace hnsw {

/// The layered graph over slots (arXiv:1603.09320). Knows neither locks for searches nor ids' uniqueness:
/// Index does. `connect` alone may be called from many threads at once; then nothing else may be called
/// beside it.
class Graph {
  public:
    /// Where every search starts.
    struct Entry {
        Slot slot = no_slot;  ///< no_slot while the graph is empty
        unsigned level = 0;
    };

    /// Options with their defaults filled in.
    Graph(const IndexOptions& options, const Kernels& kernels);

    /// The layers of a vector: exponentially distributed (Algorithm 1, line 4), a pure function of seed and
    /// id.
    [[nodiscard]] unsigned level_of(Id id) const noexcept;

    /// Links a slot that the layout has just got into the graph.
    void connect(Slot slot, Scratch& scratch);

    /// Never found from now on. The slot is free again after one of the next purges.
    void mark_deleted(Slot slot);

    /// Mends every link that leads to a deleted slot, and frees these slots.
    void purge(Scratch& scratch);

    void clear();

    /// The nearest live slots or, each with its nearest slot, groups; nearest first, in scratch.results.
    void search(const float* query, std::size_t ef, bool distinct_groups, Scratch& scratch) const;
    /// The same by looking at every live slot.
    void scan(const float* query, std::size_t k, bool distinct_groups, Scratch& scratch) const;

    [[nodiscard]] Layout& layout() noexcept { return layout_; }
    [[nodiscard]] const Layout& layout() const noexcept { return layout_; }
    [[nodiscard]] const Distance& distance() const noexcept { return distance_; }
    [[nodiscard]] Entry entry() const noexcept { return entry_; }
    void set_entry(Entry entry) noexcept { entry_ = entry; }
    [[nodiscard]] bool needs_purge() const noexcept;

  private:
    [[nodiscard]] GraphView view() const noexcept { return {layout_, distance_}; }
    [[nodiscard]] float distance_to(const float* query, Slot slot) const noexcept;
    template <Sharing sharing, class Results>
    void search_from_top(const float* query, Results& results, Scratch& scratch) const;
    template <class Results>
    void scan_into(const float* query, Results& results, Scratch& scratch) const;

    void link_from(Entry entry, Slot slot, Scratch& scratch);
    void add_link(Slot from, Slot to, unsigned layer, Scratch& scratch);

    /// Algorithm 4: of candidates, nearest first, those that are nearer to the base than to each other, at
    /// most `limit`; then, with keep_pruned, the nearest of the others.
    [[nodiscard]] std::vector<Slot> select_neighbours(std::span<const Candidate> candidates,
                                                      std::size_t limit, Scratch& scratch) const;

    [[nodiscard]] Entry highest_live() const noexcept;
    [[nodiscard]] bool leads_to_deleted(Slot slot, unsigned layer) const noexcept;
    [[nodiscard]] bool mend(Slot slot, unsigned layer, Scratch& scratch);

    IndexOptions options_;
    Distance distance_;
    Layout layout_;
    std::vector<Slot> deleted_;
    std::mutex entry_mutex_;  // guards entry_ while threads build together
    Entry entry_;
};

}  // namespace hnsw
