#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

#include "distance/codes.hpp"
#include "graph/candidate.hpp"
#include "graph/group_table.hpp"
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

    /// Must be called before so many are inserted. Pointers to what `since` gave are void.
    void make_room(std::size_t more) {
        if (seen_.size() < count_ + more) seen_.resize(2 * (count_ + more));
    }
    /// True the first time. Never for slots that have come since, or that a damaged file made up.
    bool insert(Slot slot) noexcept {
        if (slot / 64 >= bits_.size()) return false;
        std::uint64_t& word = bits_[slot / 64];
        const std::uint64_t bit = std::uint64_t{1} << (slot % 64);
        const bool is_new = (word & bit) == 0;
        word |= bit;
        // Whether a neighbour was seen is a coin's toss, so no branch depends on it.
        seen_[count_] = slot;
        count_ += is_new ? 1 : 0;
        return is_new;
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
