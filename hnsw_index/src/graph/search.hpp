#pragma once

#include <algorithm>
#include <functional>
#include <span>
#include <utility>

#include "graph/scratch.hpp"
#include "graph/space.hpp"

namespace hnsw {

/// The unvisited neighbours of a slot, which are visited now, in the order in which `rows` has what the space
/// measures of them, on its way to the cache.
template <class Space>
std::size_t gather(const Space& space, Slot slot, unsigned layer, std::vector<typename Space::Row>& rows,
                   Scratch& scratch) {
    Visited& visited = scratch.visited;
    const std::size_t first = visited.count();
    visited.insert(space.layout().links(slot, layer));
    const auto met = visited.since(first);
    rows.resize(met.size());
    for (std::size_t i = 0; i < met.size(); ++i) {
        rows[i] = space.row(met[i]);
        space.prefetch_row(rows[i]);
    }
    return first;
}

/// The distances of rows in scratch.distances.
template <class Space>
void measure_rows(const Space& space, std::span<const typename Space::Row> rows, Scratch& scratch) {
    scratch.distances.resize(rows.size());
    space.measure(rows, scratch.distances.data());
}

/// The paper's Algorithm 2: collects what is nearest to the query on a layer, from an entry point on, in
/// scratch.pool. Deleted vectors are among them, for they lead on.
///
/// It works on three slots at once, each one step further: the links of the first, the rows of the second's
/// neighbours and the distances of the third's. What a step needs comes from memory during the one before.
/// That the first is chosen before the neighbours of the other two are known costs a few distances in a
/// hundred; waiting for memory took half of the time.
template <class Space>
void walk_layer(const Space& space, Candidate entry, unsigned layer, std::size_t ef, Scratch& scratch) {
    constexpr std::size_t soon = 4;  // steps ahead: what is inserted there will be gone on from
    Pool& pool = scratch.pool;
    Visited& visited = scratch.visited;
    const auto prefetch_links = [&](Slot slot) {
        if (layer == 0) space.layout().prefetch_base_links(slot);
    };
    pool.reset(ef);
    pool.insert(entry);
    visited.reset(space.layout().slots());
    visited.insert(entry.slot);
    auto* rows = &Space::rows(scratch);
    auto* next_rows = &Space::next_rows(scratch);
    rows->clear();
    std::size_t first = visited.count();
    for (Slot ahead = no_slot;;) {
        const Slot slot = std::exchange(ahead, pool.take());
        if (ahead != no_slot) prefetch_links(ahead);
        const std::size_t end = visited.count();
        next_rows->clear();
        if (slot != no_slot) gather(space, slot, layer, *next_rows, scratch);
        measure_rows(space, *rows, scratch);
        const auto met = visited.since(first).first(end - first);
        for (std::size_t i = 0; i < met.size(); ++i) {
            if (!(scratch.distances[i] < pool.bound())) continue;
            if (pool.insert({scratch.distances[i], met[i]}) < soon) prefetch_links(met[i]);
        }
        if (ahead == no_slot && slot == no_slot && rows->empty()) return;
        std::swap(rows, next_rows);
        first = end;
    }
}

/// The same for results of another kind, such as groups, of which Pool knows nothing. What the results do not
/// accept, such as deleted vectors, leads on but is not offered to them.
template <class Space, class Results>
void search_layer(const Space& space, Candidate entry, unsigned layer, Results& results, Scratch& scratch) {
    auto& frontier = scratch.frontier;
    frontier.assign(1, entry);
    scratch.visited.reset(space.layout().slots());
    scratch.visited.insert(entry.slot);
    if (results.accepts(entry.slot)) results.offer(entry);
    while (!frontier.empty()) {
        std::ranges::pop_heap(frontier, std::greater<>());
        const Candidate nearest = frontier.back();
        frontier.pop_back();
        if (nearest.distance > results.bound()) break;
        const std::size_t first = gather(space, nearest.slot, layer, Space::rows(scratch), scratch);
        measure_rows(space, Space::rows(scratch), scratch);
        const auto met = scratch.visited.since(first);
        for (std::size_t i = 0; i < met.size(); ++i) {
            const Candidate candidate{scratch.distances[i], met[i]};
            if (!(candidate.distance < results.bound())) continue;
            frontier.push_back(candidate);
            std::ranges::push_heap(frontier, std::greater<>());
            if (results.accepts(candidate.slot)) results.offer(candidate);
        }
    }
}

/// From an entry point on, goes to the neighbour that is nearest to the query until none is nearer, on each
/// layer from `from` down to the one above `to`: the first part of the paper's Algorithms 1 and 5.
template <class Space>
Candidate descend(const Space& space, Slot start, unsigned from, unsigned to, Scratch& scratch) {
    measure(space, std::span(&start, 1), scratch);
    Candidate entry{scratch.distances[0], start};
    // What was seen on a layer above was not nearer, and is not on the layers below.
    if (from > to) scratch.visited.reset(space.layout().slots());
    for (unsigned layer = from; layer > to; --layer) {
        // A damaged file may lead to where there is no such layer.
        for (bool nearer = space.layout().level(entry.slot) >= layer; nearer;) {
            nearer = false;
            const std::size_t first = gather(space, entry.slot, layer, Space::rows(scratch), scratch);
            measure_rows(space, Space::rows(scratch), scratch);
            const auto met = scratch.visited.since(first);
            for (std::size_t i = 0; i < met.size(); ++i) {
                if (!(scratch.distances[i] < entry.distance)) continue;
                entry = {scratch.distances[i], met[i]};
                nearer = space.layout().level(entry.slot) >= layer;
            }
        }
    }
    return entry;
}

}  // namespace hnsw
