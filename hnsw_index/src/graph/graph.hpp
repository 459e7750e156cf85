#pragma once

#include <algorithm>
#include <cstdint>
#include <mutex>
#include <span>
#include <vector>

#include "distance/codes.hpp"
#include "distance/distance.hpp"
#include "graph/layout.hpp"
#include "graph/quantiser.hpp"
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

    /// A free slot with the vector, not linked yet. Nothing else may be called beside it.
    Slot add(Id id, Group group, unsigned level, std::span<const float> vector);

    /// Looks whether codes tell near slots apart, and has walks measure by the vectors where they do not, as
    /// with vectors of very unlike lengths. Does so when as many were added as there were, and when the codes
    /// have changed. Nothing else may be called beside it.
    void judge_codes();

    /// Links a slot that was just added into the graph.
    void connect(Slot slot, Scratch& scratch);

    /// Never found from now on. The slot is free again after one of the next purges.
    void mark_deleted(Slot slot);

    /// Mends every link that leads to a deleted slot, and frees these slots.
    void purge(Scratch& scratch);

    void clear();

    /// The nearest k live slots or, each with its nearest slot, groups, where the walk has found so many;
    /// nearest first, in scratch.results, perhaps with more behind them.
    void search(const float* query, std::size_t k, std::size_t ef, bool distinct_groups,
                Scratch& scratch) const;
    /// The same by looking at every live slot.
    void scan(const float* query, std::size_t k, bool distinct_groups, Scratch& scratch) const;

    [[nodiscard]] Layout& layout() noexcept { return layout_; }
    [[nodiscard]] const Layout& layout() const noexcept { return layout_; }
    [[nodiscard]] const Distance& distance() const noexcept { return distance_; }
    [[nodiscard]] Entry entry() const noexcept { return entry_; }
    void set_entry(Entry entry) noexcept { entry_ = entry; }
    [[nodiscard]] bool needs_purge() const noexcept;

  private:
    [[nodiscard]] ExactSpace exact_space(const float* query) const noexcept {
        return {layout_, distance_, query};
    }
    [[nodiscard]] CodeSpace code_space(const std::int16_t* query) const noexcept {
        return {layout_, code_distance_, query};
    }
    void search_vectors(const float* query, std::size_t k, std::size_t ef, Scratch& scratch) const;
    [[nodiscard]] bool encode_query(const float* query, Scratch& scratch) const;
    void measure_exactly(const float* query, std::size_t count, Scratch& scratch) const;
    /// Places for deleted slots, which lead on but count for nothing.
    [[nodiscard]] std::size_t with_deleted(std::size_t ef) const noexcept {
        return ef + std::min(ef, deleted_.size());
    }
    template <class Results>
    void scan_into(const float* query, Results& results, Scratch& scratch) const;

    void link_from(Entry entry, Slot slot, Scratch& scratch);
    template <class Space>
    void link_in(const Space& space, Entry entry, Slot slot, Scratch& scratch);
    template <class Space>
    void add_link(const Space& space, Slot from, Slot to, unsigned layer, Scratch& scratch);
    void encode(Slot slot);

    /// Algorithm 4: of candidates, nearest first, those that are nearer to the base than to each other, at
    /// most `limit`; then, with keep_pruned, the nearest of the others.
    template <class Space>
    [[nodiscard]] std::vector<Slot> select_neighbours(const Space& space,
                                                      std::span<const Candidate> candidates,
                                                      std::size_t limit, Scratch& scratch) const;

    [[nodiscard]] Entry highest_live() const noexcept;
    [[nodiscard]] bool leads_to_deleted(Slot slot, unsigned layer) const noexcept;
    [[nodiscard]] bool mend(Slot slot, unsigned layer, Scratch& scratch);

    IndexOptions options_;
    Distance distance_;
    CodeDistance code_distance_;
    Quantiser quantiser_;
    bool codes_tell_apart_ = true;
    std::size_t added_since_judged_ = 0;
    std::size_t judged_after_ = 0;  // so many were added
    Layout layout_;
    std::vector<Slot> deleted_;
    std::mutex entry_mutex_;  // guards entry_ while threads build together
    Entry entry_;
};

}  // namespace hnsw
