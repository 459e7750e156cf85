#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

#include "graph/candidate.hpp"
#include "graph/group_table.hpp"
#include "graph/layout.hpp"
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
    /// True the first time.
    bool insert(Slot slot) noexcept {
        if (marks_[slot] == current_) return false;
        marks_[slot] = current_;
        return true;
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
    std::vector<Slot> links;
    std::vector<const float*> rows;
    std::vector<const Code*> code_rows;
    std::vector<float> distances;
    std::vector<float> query;
    std::vector<std::int16_t> code_query;
    std::vector<std::int16_t> wide_row;
    Pool pool;
};

/// Lends each thread a Scratch. May be used from many threads at once.
class ScratchPool {
  public:
    class Lease {
      public:
        explicit Lease(ScratchPool& pool) : pool_(pool), scratch_(pool.take()) {}
        ~Lease() { pool_.put(std::move(scratch_)); }
        Lease(const Lease&) = delete;
        Lease& operator=(const Lease&) = delete;
        Scratch& operator*() const noexcept { return *scratch_; }

      private:
        ScratchPool& pool_;
        std::unique_ptr<Scratch> scratch_;
    };

  private:
    std::unique_ptr<Scratch> take() {
        const std::lock_guard lock(mutex_);
        // Room to give it back is made here, so that giving back cannot fail.
        free_.reserve(++lent_ + free_.size());
        if (free_.empty()) return std::make_unique<Scratch>();
        auto scratch = std::move(free_.back());
        free_.pop_back();
        return scratch;
    }
    void put(std::unique_ptr<Scratch> scratch) noexcept {
        const std::lock_guard lock(mutex_);
        --lent_;
        free_.push_back(std::move(scratch));
    }

    std::mutex mutex_;
    std::vector<std::unique_ptr<Scratch>> free_;
    std::size_t lent_ = 0;
};

}  // namespace hnsw
