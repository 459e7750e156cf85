#pragma once

#include <algorithm>
#include <functional>
#include <span>

#include "graph/scratch.hpp"
#include "graph/space.hpp"

namespace hnsw {

/// Fills scratch.links with the unvisited neighbours of a slot, and the space's rows with what it measures of
/// them, on their way to the cache.
template <class Space>
void unvisited_links(const Space& space, Slot slot, unsigned layer, Scratch& scratch) {
    auto& links = scratch.links;
    auto& rows = Space::rows(scratch);
    links.resize(space.layout().max_links(layer));
    rows.resize(links.size());
    std::size_t count = 0;
    // Whether a neighbour was visited is a coin's toss, so no branch depends on it.
    for (const Slot link : space.layout().links(slot, layer)) {
        links[count] = link;
        count += scratch.visited.insert(link) ? 1 : 0;
    }
    links.resize(count);
    rows.resize(count);
    for (std::size_t i = 0; i < count; ++i) {
        rows[i] = space.row(links[i]);
        space.prefetch_row(rows[i]);
    }
}

/// The distances of scratch.links in scratch.distances.
template <class Space>
void measure_links(const Space& space, Scratch& scratch) {
    scratch.distances.resize(scratch.links.size());
    space.measure(Space::rows(scratch), scratch.distances.data());
}

/// The paper's Algorithm 2: collects what is nearest to the query on a layer, from an entry point on, in
/// scratch.pool. Deleted vectors are among them, for they lead on.
template <class Space>
void walk_layer(const Space& space, Candidate entry, unsigned layer, std::size_t ef, Scratch& scratch) {
    Pool& pool = scratch.pool;
    pool.reset(ef);
    pool.insert(entry);
    scratch.visited.reset(space.layout().slots());
    scratch.visited.insert(entry.slot);
    for (Slot slot = pool.take(); slot != no_slot; slot = pool.take()) {
        unvisited_links(space, slot, layer, scratch);
        // Most often it is where the walk goes on.
        if (layer == 0 && pool.peek() != no_slot) space.layout().prefetch_base_links(pool.peek());
        measure_links(space, scratch);
        for (std::size_t i = 0; i < scratch.links.size(); ++i)
            if (scratch.distances[i] < pool.bound()) pool.insert({scratch.distances[i], scratch.links[i]});
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
        unvisited_links(space, nearest.slot, layer, scratch);
        measure_links(space, scratch);
        for (std::size_t i = 0; i < scratch.links.size(); ++i) {
            const Candidate candidate{scratch.distances[i], scratch.links[i]};
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
    for (unsigned layer = from; layer > to; --layer) {
        scratch.visited.reset(space.layout().slots());
        scratch.visited.insert(entry.slot);
        // A damaged file may lead to where there is no such layer.
        for (bool nearer = space.layout().level(entry.slot) >= layer; nearer;) {
            nearer = false;
            unvisited_links(space, entry.slot, layer, scratch);
            measure_links(space, scratch);
            for (std::size_t i = 0; i < scratch.links.size(); ++i) {
                if (!(scratch.distances[i] < entry.distance)) continue;
                entry = {scratch.distances[i], scratch.links[i]};
                nearer = space.layout().level(entry.slot) >= layer;
            }
        }
    }
    return entry;
}

}  // namespace hnsw
