#pragma once

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <span>
#include <vector>

#include "distance/codes.hpp"
#include "distance/distance.hpp"
#include "graph/code_table.hpp"
#include "graph/layout.hpp"
#include "graph/quantiser.hpp"
#include "graph/readers.hpp"
#include "graph/space.hpp"
#include "graph/wanted.hpp"

namespace hnsw {

/// The layered graph over slots (arXiv:1603.09320). Knows not that ids are unique: Index does.
///
/// One writer at a time changes it; of its members `connect` may be called from many threads of the writer at
/// once, and then nothing else. Const members may be called beside all that, by threads that hold a lease of
/// `readers`; what they found stays what it is until the lease ends.
class Graph {
  public:
    /// Where every search starts.
    struct Entry {
        Slot slot = no_slot;  ///< no_slot while the graph is empty
        std::uint32_t level = 0;
    };

    /// Options with their defaults filled in. The readers must outlive the graph.
    Graph(const IndexOptions& options, const Kernels& kernels, Readers& readers);

    /// The layers of a vector: exponentially distributed (Algorithm 1, line 4), a pure function of seed and
    /// id.
    [[nodiscard]] unsigned level_of(Id id) const noexcept;

    /// Makes all codes anew where they do not cover the vector, and waits for who reads those before.
    void make_codes_cover(std::span<const float> vector);

    /// A free slot with the vector, which the codes cover: found by scans and not linked yet.
    Slot add(Id id, Group group, unsigned level, std::span<const float> vector);

    /// Looks whether codes tell near slots apart, and has walks measure by the vectors where they do not, as
    /// with vectors of very unlike lengths. Does so when as many were added as there were, and when the codes
    /// have changed.
    void judge_codes();

    /// Links a slot that was just added into the graph.
    void connect(Slot slot, Scratch& scratch);

    /// Never found from now on. The slot is free again after one of the next purges.
    void mark_deleted(Slot slot);

    /// Mends every link that leads to a deleted slot, and frees these slots.
    void purge(Scratch& scratch);

    /// The nearest k wanted slots or, each with its nearest slot, groups, where the walk has found so many;
    /// nearest first, in scratch.results, perhaps with more behind them.
    void search(const float* query, std::size_t k, std::size_t ef, bool distinct_groups, const Wanted& wanted,
                Scratch& scratch) const;
    /// The same by looking at every slot.
    void scan(const float* query, std::size_t k, bool distinct_groups, const Wanted& wanted,
              Scratch& scratch) const;
    /// The same by looking at these slots, of which the wanted count.
    void scan(const float* query, std::size_t k, bool distinct_groups, const Wanted& wanted,
              std::span<const Slot> slots, Scratch& scratch) const;

    /// The wanted slots whose distance, as inside the graph, is at most `radius`, nearest first, in
    /// scratch.results: by a walk that goes on while it finds such, or by looking at every slot.
    void search_within(const float* query, float radius, std::size_t ef, const Wanted& wanted,
                       Scratch& scratch) const;
    void scan_within(const float* query, float radius, const Wanted& wanted, Scratch& scratch) const;

    [[nodiscard]] Layout& layout() noexcept { return layout_; }
    [[nodiscard]] const Layout& layout() const noexcept { return layout_; }
    [[nodiscard]] const Distance& distance() const noexcept { return distance_; }
    [[nodiscard]] const CodeTable& codes() const noexcept { return *codes_.load(std::memory_order_acquire); }
    [[nodiscard]] bool walks_by_codes() const noexcept { return codes_tell_apart_; }
    [[nodiscard]] Entry entry() const noexcept { return entry_; }
    [[nodiscard]] bool needs_purge() const noexcept;
    /// Erased, and their slots not yet free.
    [[nodiscard]] std::size_t deleted() const noexcept { return deleted_.size(); }
    /// The vector of a live slot, or what its code stands for with Storage::compact.
    void copy_vector(Slot slot, std::span<float> vector) const noexcept;
    /// Whether a slot has just this vector, as far as the index tells vectors apart.
    [[nodiscard]] bool has_vector(Slot slot, std::span<const float> vector) const;

    /// What a file holds, in place of what is here: this must be new. Codes and links are believed.
    void borrow(const Layout::Columns& columns, Quantiser quantiser, Code* codes, bool walk_by_codes,
                Slot entry);

  private:
    [[nodiscard]] ExactSpace exact_space(const float* query) const noexcept {
        return {layout_, distance_, query};
    }
    [[nodiscard]] CodeSpace code_space(const std::int16_t* query) const noexcept {
        return {layout_, codes(), code_distance_, query};
    }
    /// Calls `use` with the space as it is seen from a query, or from a slot.
    template <class Use>
    void see_from(const float* query, Scratch& scratch, Use use) const;
    template <class Use>
    void see_from(Slot slot, Scratch& scratch, Use use) const;
    template <class Results>
    void walk(const float* query, Results& results, bool exactly, Scratch& scratch) const;
    void search_vectors(const float* query, std::size_t k, std::size_t ef, Scratch& scratch) const;
    [[nodiscard]] bool encode_query(const float* query, Scratch& scratch) const;
    void measure_vectors(const float* query, std::span<const Slot> slots, Scratch& scratch) const;
    void measure_exactly(const float* query, std::size_t count, Scratch& scratch) const;
    /// Places for deleted slots, which lead on but count for nothing.
    [[nodiscard]] std::size_t with_deleted(std::size_t ef) const noexcept {
        return ef + std::min(ef, deleted_count_.load(std::memory_order_relaxed));
    }
    template <class Results>
    void scan_into(const float* query, Results& results, Scratch& scratch) const;
    template <class Results>
    void offer_all(const float* query, std::span<const Slot> slots, Results& results, Scratch& scratch) const;

    void link_from(Entry entry, Slot slot, Scratch& scratch);
    template <class Space>
    void link_in(const Space& space, Entry entry, Slot slot, Scratch& scratch);
    template <class Space>
    void add_link(const Space& space, Slot from, Slot to, unsigned layer, Scratch& scratch);

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
    Readers& readers_;
    Layout layout_;
    std::unique_ptr<CodeTable> owned_codes_;
    std::atomic<CodeTable*> codes_;  // whose owner is the line above; readers may still use the one before
    std::atomic<bool> codes_tell_apart_ = true;
    std::size_t added_since_judged_ = 0;
    std::size_t judged_after_ = 0;  // so many were added
    std::vector<Slot> deleted_;
    std::atomic<std::size_t> deleted_count_ = 0;
    std::mutex entry_mutex_;  // who raises the graph keeps the others from starting below the new layers
    std::atomic<Entry> entry_ = Entry{};
};

}  // namespace hnsw
