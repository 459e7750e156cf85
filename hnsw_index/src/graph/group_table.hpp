#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>
#include <vector>

#include "graph/candidate.hpp"
#include "hnsw/index.hpp"

namespace hnsw {

/// The nearest vector of each group that a search has met. A hash table with linear probing that keeps its
/// memory from one search to the next, where std::unordered_map would allocate for every group.
class GroupTable {
  public:
    struct Entry {
        Group group = 0;
        std::uint32_t search = 0;  ///< the entry is empty unless this is the current search
        Candidate best;
        bool among_results = false;
    };

    void clear() {
        count_ = 0;
        if (++search_ != 0) return;
        std::ranges::fill(entries_, Entry{});
        search_ = 1;
    }

    /// The group's entry, a fresh one where it is new. Good until the next call.
    Entry& operator[](Group group) {
        if (2 * (count_ + 1) > entries_.size()) grow();
        Entry& entry = entries_[position(group)];
        if (entry.search != search_) {
            entry = {.group = group, .search = search_, .best = {}, .among_results = false};
            ++count_;
        }
        return entry;
    }

  private:
    [[nodiscard]] std::size_t position(Group group) const noexcept {
        // Fibonacci hashing: the high bits of the product depend on all bits of the group.
        std::size_t at = (static_cast<std::uint64_t>(group) * 0x9e3779b97f4a7c15U) >>
                         (64U - static_cast<unsigned>(std::countr_zero(entries_.size())));
        while (entries_[at].search == search_ && entries_[at].group != group)
            at = (at + 1) & (entries_.size() - 1);
        return at;
    }

    void grow() {
        std::vector<Entry> old(std::max<std::size_t>(256, 2 * entries_.size()));
        old.swap(entries_);
        for (const Entry& entry : old)
            if (entry.search == search_) entries_[position(entry.group)] = entry;
    }

    std::vector<Entry> entries_;
    std::size_t count_ = 0;
    std::uint32_t search_ = 0;
};

}  // namespace hnsw
