#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

#include "distance/codes.hpp"
#include "graph/candidate.hpp"
#include "graph/group_table.hpp"
#include "graph/link_row.hpp"
#include "graph/pool.hpp"

namespace hnsw {

/// Which slots a search has seen: a bit each, which a first cache holds for some hundred thousand, and a list
/// of them, by which they are forgotten again.
class Visited {
  public:
    /// Forgets all; knows the slots below `slots` from now on.
    void reset(std::size_t slots) {
        if (bits_.size() * 64 < slots) bits_.resize(std::max(slots / 64 + 1, bits_.size() * 2));
        if (count_ < bits_.size() / 4)
            for (std::size_t i = 0; i < count_; ++i) bits_[seen_[i] / 64] = 0;
        else
            std::ranges::fill(bits_, 0);
        count_ = 0;
    }

    /// True the first time. Never for slots that have come since, or that a damaged file made up.
    bool insert(Slot slot) {
        const std::size_t before = count_;
        insert(LinkRow(&slot, 1));
        return count_ > before;
    }
    /// Pointers to what `since` gave are void.
    void insert(LinkRow links) {
        if (seen_.size() < count_ + links.width() + 1) seen_.resize(2 * (count_ + links.width() + 1));
        std::uint64_t* const bits = bits_.data();
        const std::size_t words = bits_.size();
        Slot* end = seen_.data() + count_;
        for (const Slot slot : links) {
            if (slot / 64 >= words) continue;
            const std::uint64_t word = bits[slot / 64];
            const std::uint64_t bit = word >> (slot % 64) & 1U;
            bits[slot / 64] = word | std::uint64_t{1} << (slot % 64);
            // Whether a neighbour was seen is a coin's toss, so no branch depends on it.
            *end = slot;
            end += 1 - bit;
        }
        count_ = static_cast<std::size_t>(end - seen_.data());
    }

    [[nodiscard]] std::size_t count() const noexcept { return count_; }
    /// Those that were inserted when `first` others were there, in their order.
    [[nodiscard]] std::span<const Slot> since(std::size_t first) const noexcept {
        return {seen_.data() + first, count_ - first};
    }

  private:
    std::vector<std::uint64_t> bits_;
    std::vector<Slot> seen_;
    std::size_t count_ = 0;
};

/// The memory that one search or insert works in, kept for the next one.
struct Scratch {
    Visited visited;
    std::vector<Candidate> frontier;
    std::vector<Candidate> results;
    GroupTable groups;
    std::vector<GroupCandidate> group_heap;
    std::vector<Slot> links;
    std::vector<const float*> rows;
    std::vector<const Code*> code_rows;
    std::vector<const Code*> next_code_rows;
    std::vector<const float*> next_rows;
    std::vector<float> distances;
    std::vector<float> query;
    std::vector<float> decoded;
    std::vector<std::int16_t> code_query;
    std::vector<std::int16_t> wide_row;
    Pool pool;
};

}  // namespace hnsw
