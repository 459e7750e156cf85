#pragma once

#include <algorithm>

#include "graph/graph.hpp"

namespace hnsw {

// Graph's members that its sources share and that are made for each space.

template <class Use>
void Graph::see_from(const float* query, Scratch& scratch, Use use) const {
    if (encode_query(query, scratch))
        use(code_space(scratch.code_query.data()));
    else
        use(exact_space(query));
}

template <class Use>
void Graph::see_from(Slot slot, Scratch& scratch, Use use) const {
    if (layout_.has_vectors() && !codes_tell_apart_) return use(exact_space(layout_.vector(slot)));
    const Code* code = codes().rows.row(slot);
    scratch.code_query.assign(code, code + code_distance_.width());
    use(code_space(scratch.code_query.data()));
}

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
