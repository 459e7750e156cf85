#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "distance/codes.hpp"
#include "graph/candidate.hpp"
#include "graph/group_table.hpp"
#include "graph/pool.hpp"

namespace hnsw {

/// Which slots a search has seen. Forgetting all takes no time: the mark of a search is a new number.
class Visited {
  public:
    void reset(std::size_t slots) {
        if (marks_.size() < slots) marks_.resize(std::max(slots, 2 * marks_.size()), 0);
        if (++current_ == 0) {
            std::ranges::fill(marks_, 0);
            current_ = 1;
        }
    }
    /// True the first time. Never for slots that have come since, or that a damaged file made up.
    bool insert(Slot slot) noexcept {
        if (slot >= marks_.size()) return false;
        const bool is_new = marks_[slot] != current_;
        marks_[slot] = current_;
        return is_new;
    }

  private:
    std::vector<std::uint16_t> marks_;
    std::uint16_t current_ = 0;
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
    std::vector<float> distances;
    std::vector<float> query;
    std::vector<float> decoded;
    std::vector<std::int16_t> code_query;
    std::vector<std::int16_t> wide_row;
    Pool pool;
};

}  // namespace hnsw
