#pragma once

#include <algorithm>
#include <functional>
#include <limits>
#include <vector>

#include "graph/scratch.hpp"

namespace hnsw {

/// The nearest vectors found so far, at most `capacity`: the list W of the paper's Algorithm 2.
class NearestVectors {
  public:
    NearestVectors(std::size_t capacity, Scratch& scratch) : capacity_(capacity), heap_(scratch.results) {
        heap_.clear();
    }

    /// Only what is nearer than this can become a result.
    [[nodiscard]] float bound() const noexcept {
        return heap_.size() < capacity_ ? std::numeric_limits<float>::infinity() : heap_.front().distance;
    }

    void offer(Candidate candidate) {
        if (!(candidate.distance < bound())) return;
        if (heap_.size() == capacity_) {
            std::ranges::pop_heap(heap_);
            heap_.pop_back();
        }
        heap_.push_back(candidate);
        std::ranges::push_heap(heap_);
    }

    /// Nearest first; ends the collection.
    std::vector<Candidate>& sorted() {
        std::ranges::sort_heap(heap_);
        return heap_;
    }

  private:
    std::size_t capacity_;
    std::vector<Candidate>& heap_;  // the farthest on top
};

/// The nearest groups found so far, each with its nearest vector. While fewer than `capacity` groups are
/// known the bound is infinite, so a search goes on through a group of any size until it has met other
/// groups.
class NearestGroups {
  public:
    NearestGroups(std::size_t capacity, const Layout& layout, Scratch& scratch)
        : capacity_(capacity), layout_(layout), heap_(scratch.results), best_(scratch.groups) {
        heap_.clear();
        best_.clear();
    }

    /// Only what is nearer than this can become a result.
    [[nodiscard]] float bound() const noexcept {
        return count_ < capacity_ ? std::numeric_limits<float>::infinity() : heap_.front().distance;
    }

    void offer(Candidate candidate) {
        if (!(candidate.distance < bound())) return;
        GroupTable::Entry& entry = best_[layout_.group(candidate.slot)];
        if (entry.among_results && !(candidate < entry.best)) return;
        if (!entry.among_results) ++count_;
        entry.best = candidate;
        entry.among_results = true;
        heap_.push_back(candidate);
        std::ranges::push_heap(heap_);
        drop_replaced();
        if (count_ > capacity_) drop_farthest();
    }

    /// Nearest first; ends the collection.
    std::vector<Candidate>& sorted() {
        std::erase_if(heap_, [this](const Candidate& candidate) { return is_replaced(candidate); });
        std::ranges::sort(heap_);
        return heap_;
    }

  private:
    [[nodiscard]] bool is_replaced(const Candidate& candidate) {
        return best_[layout_.group(candidate.slot)].best.slot != candidate.slot;
    }

    void pop() {
        std::ranges::pop_heap(heap_);
        heap_.pop_back();
    }

    // A group's former best stays in the heap until it comes to the top.
    void drop_replaced() {
        while (is_replaced(heap_.front())) pop();
    }

    void drop_farthest() {
        best_[layout_.group(heap_.front().slot)].among_results = false;
        --count_;
        pop();
        drop_replaced();
    }

    std::size_t capacity_;
    const Layout& layout_;
    std::vector<Candidate>& heap_;  // the farthest on top, and it is never a replaced one
    GroupTable& best_;
    std::size_t count_ = 0;
};

}  // namespace hnsw
