#pragma once

#include <algorithm>

#include "graph/graph.hpp"

namespace hnsw {

// Graph's members that its sources share and that are made for each space.

template <class Space>
std::vector<Slot> Graph::select_neighbours(const Space& space, std::span<const Candidate> candidates,
                                           std::size_t limit, Scratch& scratch) const {
    std::vector<Slot> selected;
    std::vector<Slot> pruned;
    selected.reserve(limit);
    auto& rows = Space::rows(scratch);
    rows.clear();
    for (const Candidate& candidate : candidates) {
        if (selected.size() == limit) break;
        scratch.distances.resize(rows.size());
        space.seen_from(candidate.slot, scratch).measure(rows, scratch.distances.data());
        // A candidate that is nearer to a neighbour than to the base is reached through that neighbour.
        const bool covered = std::ranges::any_of(
            scratch.distances, [&](float to_neighbour) { return to_neighbour < candidate.distance; });
        if (covered) {
            pruned.push_back(candidate.slot);
        } else {
            selected.push_back(candidate.slot);
            rows.push_back(space.row(candidate.slot));
        }
    }
    if (options_.keep_pruned)
        for (std::size_t i = 0; i < pruned.size() && selected.size() < limit; ++i)
            selected.push_back(pruned[i]);
    return selected;
}

}  // namespace hnsw
