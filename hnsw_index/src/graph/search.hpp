#pragma once

#include <algorithm>
#include <functional>
#include <mutex>
#include <span>

#include "distance/distance.hpp"
#include "graph/scratch.hpp"

namespace hnsw {

/// Whether other threads change links meanwhile.
enum class Sharing { alone, with_builders };

/// The graph as a search sees it.
struct GraphView {
    const Layout& layout;
    const Distance& distance;
};

/// Fills scratch.links with the unvisited neighbours of a slot, and scratch.rows with their vectors.
template <Sharing sharing>
void unvisited_links(const GraphView& graph, Slot slot, unsigned layer, Scratch& scratch) {
    scratch.links.clear();
    scratch.rows.clear();
    std::unique_lock<std::mutex> lock;
    if constexpr (sharing == Sharing::with_builders) lock = std::unique_lock(graph.layout.link_lock(slot));
    for (const Slot link : graph.layout.links(slot, layer)) {
        if (!scratch.visited.insert(link)) continue;
        scratch.links.push_back(link);
        scratch.rows.push_back(graph.layout.vector(link));
    }
}

/// The paper's Algorithm 2: collects what is nearest to the query on a layer, from an entry point on. Deleted
/// vectors lead on but are not offered to the results.
template <Sharing sharing, class Results>
void search_layer(const GraphView& graph, const float* query, Candidate entry, unsigned layer,
                  Results& results, Scratch& scratch) {
    auto& frontier = scratch.frontier;
    frontier.assign(1, entry);
    scratch.visited.reset(graph.layout.slots());
    scratch.visited.insert(entry.slot);
    if (graph.layout.is_live(entry.slot)) results.offer(entry);
    while (!frontier.empty()) {
        std::ranges::pop_heap(frontier, std::greater<>());
        const Candidate nearest = frontier.back();
        frontier.pop_back();
        if (nearest.distance > results.bound()) break;
        unvisited_links<sharing>(graph, nearest.slot, layer, scratch);
        scratch.distances.resize(scratch.links.size());
        graph.distance.to_rows(query, scratch.rows.data(), scratch.rows.size(), scratch.distances.data());
        for (std::size_t i = 0; i < scratch.links.size(); ++i) {
            const Candidate candidate{scratch.distances[i], scratch.links[i]};
            if (!(candidate.distance < results.bound())) continue;
            frontier.push_back(candidate);
            std::ranges::push_heap(frontier, std::greater<>());
            if (graph.layout.is_live(candidate.slot)) results.offer(candidate);
        }
    }
}

/// Goes to the neighbour that is nearest to the query until none is nearer, on each layer from `from` down to
/// the one above `to`: the first part of the paper's Algorithms 1 and 5.
template <Sharing sharing>
Candidate descend(const GraphView& graph, const float* query, Candidate entry, unsigned from, unsigned to,
                  Scratch& scratch) {
    for (unsigned layer = from; layer > to; --layer) {
        scratch.visited.reset(graph.layout.slots());
        scratch.visited.insert(entry.slot);
        for (bool nearer = true; nearer;) {
            nearer = false;
            unvisited_links<sharing>(graph, entry.slot, layer, scratch);
            scratch.distances.resize(scratch.links.size());
            graph.distance.to_rows(query, scratch.rows.data(), scratch.rows.size(), scratch.distances.data());
            for (std::size_t i = 0; i < scratch.links.size(); ++i) {
                if (!(scratch.distances[i] < entry.distance)) continue;
                entry = {scratch.distances[i], scratch.links[i]};
                nearer = true;
            }
        }
    }
    return entry;
}

}  // namespace hnsw
