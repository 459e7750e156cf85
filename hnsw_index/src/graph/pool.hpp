#pragma once

#include <algorithm>
#include <cstring>
#include <limits>
#include <vector>

#include "graph/candidate.hpp"

namespace hnsw {

/// The nearest candidates that a walk has met, in order, and which of them it has gone on from: the lists C
/// and W of the paper's Algorithm 2 in one, as a walk goes on from nothing that cannot become a result.
/// Arrays, because moving some of them up costs less than a heap's jumps as long as they fit the first cache.
class Pool {
  public:
    void reset(std::size_t capacity) {
        if (slots_.size() < capacity + 1) {
            distances_.resize(capacity + 1);
            slots_.resize(capacity + 1);
        }
        capacity_ = capacity;
        size_ = 0;
        next_ = 0;
        bound_ = std::numeric_limits<float>::infinity();
    }

    /// Only what is nearer than this gets in.
    [[nodiscard]] float bound() const noexcept { return bound_; }

    /// A candidate nearer than bound(). Returns how many that the walk has still to go on from are before it,
    /// or more.
    std::size_t insert(Candidate candidate) noexcept {
        const std::size_t place = place_of(candidate.distance);
        std::memmove(&distances_[place + 1], &distances_[place], (size_ - place) * sizeof(float));
        std::memmove(&slots_[place + 1], &slots_[place], (size_ - place) * sizeof(Slot));
        distances_[place] = candidate.distance;
        slots_[place] = candidate.slot;
        size_ += size_ < capacity_ ? 1 : 0;
        if (size_ == capacity_) bound_ = distances_[capacity_ - 1];
        next_ = std::min(next_, place);
        return place - next_;
    }

    /// The nearest that was not taken yet, no_slot where all were.
    [[nodiscard]] Slot take() noexcept {
        if (next_ == size_) return no_slot;
        const Slot slot = slots_[next_];
        slots_[next_] |= taken;
        do ++next_;
        while (next_ < size_ && (slots_[next_] & taken) != 0);
        return slot;
    }

    /// Nearest first.
    template <class Keep>
    void copy_to(std::vector<Candidate>& results, Keep keep) const {
        results.clear();
        for (std::size_t i = 0; i < size_; ++i) {
            const Slot slot = slots_[i] & ~taken;
            if (keep(slot)) results.push_back({distances_[i], slot});
        }
    }

  private:
    static constexpr Slot taken = Slot{1} << 31U;

    /// Behind all that are as near. No branch depends on distances: halves while many remain, then counts,
    /// which the compiler does for several at once.
    [[nodiscard]] std::size_t place_of(float distance) const noexcept {
        const float* first = distances_.data();
        std::size_t rest = size_;
        while (rest > 64) {
            const std::size_t half = rest / 2;
            const bool further = first[half] <= distance;
            first = further ? first + half + 1 : first;
            rest = further ? rest - half - 1 : half;
        }
        unsigned before = 0;
        for (std::size_t i = 0; i < rest; ++i) before += first[i] <= distance ? 1 : 0;
        return static_cast<std::size_t>(first - distances_.data()) + before;
    }

    std::vector<float> distances_;
    std::vector<Slot> slots_;  // with `taken`
    std::size_t capacity_ = 0;
    std::size_t size_ = 0;
    std::size_t next_ = 0;  // the first that was not taken
    float bound_ = 0;
};

}  // namespace hnsw
