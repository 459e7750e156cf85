#pragma once

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <vector>

#include "graph/scratch.hpp"
#include "graph/wanted.hpp"

namespace hnsw {

/// The nearest vectors found so far, at most `capacity`: the list W of the paper's Algorithm 2.
class NearestVectors {
  public:
    NearestVectors(std::size_t capacity, const Wanted& wanted, Scratch& scratch)
        : capacity_(capacity), wanted_(wanted), heap_(scratch.results) {
        heap_.clear();
    }

    [[nodiscard]] bool accepts(Slot slot) const { return wanted_(slot); }

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
    const Wanted& wanted_;
    std::vector<Candidate>& heap_;  // the farthest on top
};

/// All within a radius. A walk goes on while it finds such, and before that, to get there, while it finds
/// what is among the nearest `breadth`.
class WithinRadius {
  public:
    WithinRadius(float radius, std::size_t breadth, const Wanted& wanted, Scratch& scratch)
        : radius_(radius), breadth_(breadth), wanted_(wanted), found_(scratch.results) {
        found_.clear();
    }

    /// Whatever it is shows the way.
    [[nodiscard]] static bool accepts(Slot /*slot*/) noexcept { return true; }

    /// What is not nearer than this is of no use.
    [[nodiscard]] float bound() const noexcept {
        if (nearest_.size() < breadth_) return std::numeric_limits<float>::infinity();
        const float beyond = std::nextafter(radius_, std::numeric_limits<float>::infinity());
        return nearest_.empty() ? beyond : std::max(beyond, nearest_.front());
    }

    void offer(Candidate candidate) {
        if (candidate.distance <= radius_ && wanted_(candidate.slot)) found_.push_back(candidate);
        if (nearest_.size() == breadth_) {
            if (nearest_.empty() || !(candidate.distance < nearest_.front())) return;
            std::ranges::pop_heap(nearest_);
            nearest_.pop_back();
        }
        nearest_.push_back(candidate.distance);
        std::ranges::push_heap(nearest_);
    }

    /// Nearest first; ends the collection.
    std::vector<Candidate>& sorted() {
        std::ranges::sort(found_);
        return found_;
    }

  private:
    float radius_;
    std::size_t breadth_;
    const Wanted& wanted_;
    std::vector<Candidate>& found_;
    std::vector<float> nearest_;  // the farthest on top
};

/// The nearest groups found so far, each with its nearest vector. While fewer than `capacity` groups are
/// known the bound is infinite, so a search goes on through a group of any size until it has met other
/// groups.
class NearestGroups {
  public:
    NearestGroups(std::size_t capacity, const Layout& layout, const Wanted& wanted, Scratch& scratch)
        : capacity_(capacity),
          layout_(layout),
          wanted_(wanted),
          results_(scratch.results),
          heap_(scratch.group_heap),
          best_(scratch.groups) {
        heap_.clear();
        best_.clear();
    }

    [[nodiscard]] bool accepts(Slot slot) const { return wanted_(slot); }

    /// Only what is nearer than this can become a result.
    [[nodiscard]] float bound() const noexcept {
        return count_ < capacity_ ? std::numeric_limits<float>::infinity() : heap_.front().candidate.distance;
    }

    void offer(Candidate candidate) {
        if (!(candidate.distance < bound())) return;
        const Group group = layout_.group(candidate.slot);  // read once: a writer may change it
        GroupTable::Entry& entry = best_[group];
        if (entry.among_results && !(candidate < entry.best)) return;
        if (!entry.among_results) ++count_;
        entry.best = candidate;
        entry.among_results = true;
        heap_.push_back({candidate, group});
        std::ranges::push_heap(heap_);
        drop_replaced();
        if (count_ > capacity_) drop_farthest();
    }

    /// Nearest first; ends the collection.
    std::vector<Candidate>& sorted() {
        results_.clear();
        for (const GroupCandidate& of_group : heap_)
            if (!is_replaced(of_group)) results_.push_back(of_group.candidate);
        std::ranges::sort(results_);
        return results_;
    }

  private:
    [[nodiscard]] bool is_replaced(const GroupCandidate& of_group) {
        return best_[of_group.group].best.slot != of_group.candidate.slot;
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
        best_[heap_.front().group].among_results = false;
        --count_;
        pop();
        drop_replaced();
    }

    std::size_t capacity_;
    const Layout& layout_;
    const Wanted& wanted_;
    std::vector<Candidate>& results_;
    std::vector<GroupCandidate>& heap_;  // the farthest on top, and it is never a replaced one
    GroupTable& best_;
    std::size_t count_ = 0;
};

}  // namespace hnsw
