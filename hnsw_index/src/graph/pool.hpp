#pragma once

#include <algorithm>
#include <cstring>
#include <limits>
#include <vector>

#include "graph/candidate.hpp"

namespace hnsw {

/// The nearest candidates that a walk has met, in order, and which of them it has gone on from: the lists C
/// and W of the paper's Algorithm 2 in one, as a walk goes on from nothing that cannot become a result. An
/// array, because moving some of it up costs less than a heap's jumps as long as it fits the first cache.
class Pool {
  public:
    void reset(std::size_t capacity) {
        if (items_.size() < capacity + 1) items_.resize(capacity + 1);
        capacity_ = capacity;
        size_ = 0;
        next_ = 0;
    }

    /// Only what is nearer than this gets in.
    [[nodiscard]] float bound() const noexcept {
        return size_ < capacity_ ? std::numeric_limits<float>::infinity() : items_[capacity_ - 1].distance;
    }

    /// A candidate nearer than bound().
    void insert(Candidate candidate) noexcept {
        std::size_t place = 0;
        for (std::size_t rest = size_; rest > 0;) {  // without branches that depend on distances
            const std::size_t half = rest / 2;
            const bool further = items_[place + half].distance <= candidate.distance;
            place = further ? place + half + 1 : place;
            rest = further ? rest - half - 1 : half;
        }
        std::memmove(&items_[place + 1], &items_[place], (size_ - place) * sizeof(Item));
        items_[place] = {candidate.distance, candidate.slot};
        size_ += size_ < capacity_ ? 1 : 0;
        next_ = std::min(next_, place);
    }

    /// The nearest that was not taken yet, no_slot where all were.
    [[nodiscard]] Slot take() noexcept {
        if (next_ == size_) return no_slot;
        const Slot slot = items_[next_].slot;
        items_[next_].slot |= taken;
        do ++next_;
        while (next_ < size_ && (items_[next_].slot & taken) != 0);
        return slot;
    }
    /// What take() would return now.
    [[nodiscard]] Slot peek() const noexcept { return next_ < size_ ? items_[next_].slot : no_slot; }

    /// Nearest first.
    template <class Keep>
    void copy_to(std::vector<Candidate>& results, Keep keep) const {
        results.clear();
        for (std::size_t i = 0; i < size_; ++i) {
            const Slot slot = items_[i].slot & ~taken;
            if (keep(slot)) results.push_back({items_[i].distance, slot});
        }
    }

  private:
    static constexpr Slot taken = Slot{1} << 31U;

    struct Item {
        float distance;
        Slot slot;  // with `taken`
    };

    std::vector<Item> items_;
    std::size_t capacity_ = 0;
    std::size_t size_ = 0;
    std::size_t next_ = 0;  // the first that was not taken
};

}  // namespace hnsw
