#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <cstring>
#include <limits>
#include <vector>

#include "graph/candidate.hpp"

namespace hnsw {

/// The nearest candidates that a walk has met, in order, and which of them it has gone on from: the lists C
/// and W of the paper's Algorithm 2 in one, as a walk goes on from nothing that cannot become a result.
///
/// A sorted list in chunks: what a heap does with jumps that no processor foresees is done here by counting
/// and by moving part of a chunk, which takes the same time however many there are.
class Pool {
  public:
    void reset(std::size_t capacity) {
        capacity_ = capacity;
        size_ = 0;
        open_ = 0;
        bound_ = std::numeric_limits<float>::infinity();
        free_.clear();
        order_.assign(1, 0);
        last_.assign(1, 0);
        if (chunks_.empty()) chunks_.emplace_back();
        used_ = 1;
        chunks_[0].clear();
    }

    /// Only what is nearer than this gets in.
    [[nodiscard]] float bound() const noexcept { return bound_; }

    /// A candidate nearer than bound(). Returns how many there are before it that were not taken yet, or
    /// more.
    std::size_t insert(Candidate candidate) {
        std::size_t at = 0;
        if (last_.size() > 1) {
            for (const float last : last_) at += last <= candidate.distance ? 1 : 0;
            at = std::min(at, last_.size() - 1);
        }
        if (chunks_[order_[at]].size == chunk_size) {
            split(at);
            at += last_[at] <= candidate.distance ? 1 : 0;
        }
        Chunk& chunk = chunks_[order_[at]];
        const std::size_t before = chunk.insert(candidate);
        last_[at] = chunk.distances[chunk.size - 1];
        if (++size_ > capacity_) drop_last();
        if (size_ == capacity_) bound_ = last_.back();
        const std::size_t chunks_before = at > open_ ? at - open_ : 0;
        open_ = std::min(open_, at);
        return before + chunks_before * chunk_size;
    }

    /// The nearest that was not taken yet, no_slot where all were.
    [[nodiscard]] Slot take() noexcept {
        for (; open_ < order_.size(); ++open_) {
            Chunk& chunk = chunks_[order_[open_]];
            const auto first = static_cast<std::size_t>(std::countr_one(chunk.taken));
            if (first >= chunk.size) continue;
            chunk.taken |= std::uint64_t{1} << first;
            return chunk.slots[first];
        }
        --open_;
        return no_slot;
    }

    /// Nearest first.
    template <class Keep>
    void copy_to(std::vector<Candidate>& results, Keep keep) const {
        results.clear();
        for (const std::uint32_t index : order_) {
            const Chunk& chunk = chunks_[index];
            for (std::size_t i = 0; i < chunk.size; ++i)
                if (keep(chunk.slots[i])) results.push_back({chunk.distances[i], chunk.slots[i]});
        }
    }

  private:
    static constexpr std::size_t chunk_size = 64;

    struct alignas(64) Chunk {
        std::array<float, chunk_size> distances;  // infinity behind the last
        std::array<Slot, chunk_size> slots;
        std::uint64_t taken = 0;  // a bit each
        std::size_t size = 0;

        void clear() noexcept {
            distances.fill(std::numeric_limits<float>::infinity());
            taken = 0;
            size = 0;
        }
        /// Behind all that are as near; there must be room. How many before it were not taken.
        std::size_t insert(Candidate candidate) noexcept {
            // The compiler counts several at once, which is faster than to halve.
            unsigned place = 0;
            for (const float distance : distances) place += distance <= candidate.distance ? 1 : 0;
            std::memmove(&distances[place + 1], &distances[place], (size - place) * sizeof(float));
            std::memmove(&slots[place + 1], &slots[place], (size - place) * sizeof(Slot));
            distances[place] = candidate.distance;
            slots[place] = candidate.slot;
            ++size;
            const std::uint64_t low = (std::uint64_t{1} << place) - 1;
            const auto open_before = static_cast<std::size_t>(std::popcount(~taken & low));
            taken = (taken & low) | (taken & ~low) << 1U;
            return open_before;
        }
        /// Moves the upper half to an empty one.
        void split_to(Chunk& upper) noexcept {
            constexpr std::size_t half = chunk_size / 2;
            upper.clear();
            std::copy_n(&distances[half], half, upper.distances.begin());
            std::copy_n(&slots[half], half, upper.slots.begin());
            upper.taken = taken >> half;
            upper.size = half;
            std::fill_n(&distances[half], half, std::numeric_limits<float>::infinity());
            taken &= (std::uint64_t{1} << half) - 1;
            size = half;
        }
    };

    void split(std::size_t at) {
        if (free_.empty()) {
            if (used_ == chunks_.size()) chunks_.emplace_back();
            free_.push_back(used_++);
        }
        const std::uint32_t upper = free_.back();
        free_.pop_back();
        Chunk& chunk = chunks_[order_[at]];
        chunk.split_to(chunks_[upper]);
        const auto behind = static_cast<std::ptrdiff_t>(at) + 1;
        order_.insert(order_.begin() + behind, upper);
        last_.insert(last_.begin() + behind, last_[at]);
        last_[at] = chunk.distances[chunk.size - 1];
        open_ = std::min(open_, at);
    }

    void drop_last() noexcept {
        Chunk& chunk = chunks_[order_.back()];
        --chunk.size;
        --size_;
        chunk.distances[chunk.size] = std::numeric_limits<float>::infinity();
        chunk.taken &= ~(std::uint64_t{1} << chunk.size);
        if (chunk.size > 0) {
            last_.back() = chunk.distances[chunk.size - 1];
        } else if (order_.size() > 1) {
            free_.push_back(order_.back());
            order_.pop_back();
            last_.pop_back();
            open_ = std::min(open_, order_.size() - 1);
        }
    }

    std::vector<Chunk> chunks_;
    std::vector<std::uint32_t> order_;  // chunks, the nearest first
    std::vector<float> last_;           // the farthest of each
    std::vector<std::uint32_t> free_;
    std::uint32_t used_ = 0;  // chunks that have been in the order
    std::size_t capacity_ = 0;
    std::size_t size_ = 0;
    std::size_t open_ = 0;  // no chunk before it has one that was not taken
    float bound_ = 0;
};

}  // namespace hnsw
