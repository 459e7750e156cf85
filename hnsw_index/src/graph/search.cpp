#include "graph/search.hpp"

#include "graph/graph_templates.hpp"
#include "graph/results.hpp"

namespace hnsw {

void Graph::search(const float* query, std::size_t k, std::size_t ef, bool distinct_groups,
                   const Wanted& wanted, Scratch& scratch) const {
    scratch.results.clear();
    if (entry().slot == no_slot) return;
    if (distinct_groups) {
        // By the vectors: codes would often choose another one of a group than its nearest.
        NearestGroups results(ef, layout_, wanted, scratch);
        walk(query, results, true, scratch);
        if (!layout_.has_vectors()) measure_exactly(query, scratch.results.size(), scratch);
    } else if (wanted.filters()) {
        NearestVectors results(ef, wanted, scratch);
        walk(query, results, false, scratch);
        measure_exactly(query, std::max(2 * k + 16, ef / 2), scratch);
    } else {
        search_vectors(query, k, ef, scratch);
    }
}

template <class Results>
void Graph::walk(const float* query, Results& results, bool exactly, Scratch& scratch) const {
    const auto through = [&](const auto& space) {
        const auto [start, level] = entry();
        search_layer(space, descend(space, start, level, 0, scratch), 0, results, scratch);
        results.sorted();
    };
    if (exactly && layout_.has_vectors())
        through(exact_space(query));
    else
        see_from(query, scratch, through);
}

void Graph::search_vectors(const float* query, std::size_t k, std::size_t ef, Scratch& scratch) const {
    see_from(query, scratch, [&](const auto& space) {
        const auto [start, level] = entry();
        // With no more than k, the last of those that codes put into order would be lost.
        const std::size_t breadth = std::max(ef, k + k / 16);
        walk_layer(space, descend(space, start, level, 0, scratch), 0, with_deleted(breadth), scratch);
        scratch.pool.copy_to(scratch.results, [this](Slot slot) { return layout_.is_live(slot); });
    });
    measure_exactly(query, std::max(2 * k + 16, ef / 2), scratch);
}

void Graph::search_within(const float* query, float radius, std::size_t ef, const Wanted& wanted,
                          Scratch& scratch) const {
    scratch.results.clear();
    if (entry().slot == no_slot) return;
    WithinRadius results(radius, ef, wanted, scratch);
    walk(query, results, true, scratch);
}

/// False where the query has no code that would find what is near to it.
bool Graph::encode_query(const float* query, Scratch& scratch) const {
    const std::span vector(query, options_.dimension);
    const Quantiser& quantiser = codes().quantiser;
    const bool is_l2 = options_.metric == Metric::l2;
    if (layout_.has_vectors() && (!codes_tell_apart_ || (is_l2 && !quantiser.covers(vector)))) return false;
    scratch.code_query.resize(code_distance_.width());
    if (is_l2)
        quantiser.encode(vector, scratch.code_query.data());
    else
        Quantiser::encode_at_own_range(vector, scratch.code_query.data());
    return true;
}

/// The distances of some slots by their vectors, or by what their codes stand for, in scratch.distances.
void Graph::measure_vectors(const float* query, std::span<const Slot> slots, Scratch& scratch) const {
    auto& rows = scratch.rows;
    rows.clear();
    if (layout_.has_vectors()) {
        for (const Slot slot : slots) {
            rows.push_back(layout_.vector(slot));
            prefetch(rows.back(), options_.dimension * sizeof(float));
        }
    } else {
        scratch.decoded.resize(slots.size() * options_.dimension);
        for (std::size_t i = 0; i < slots.size(); ++i) {
            const std::span vector(&scratch.decoded[i * options_.dimension], options_.dimension);
            copy_vector(slots[i], vector);
            rows.push_back(vector.data());
        }
    }
    scratch.distances.resize(rows.size());
    distance_.to_rows(query, rows.data(), rows.size(), scratch.distances.data());
}

/// Puts the first `count` results, which codes have ordered, into the order of the vectors, and drops the
/// others.
void Graph::measure_exactly(const float* query, std::size_t count, Scratch& scratch) const {
    auto& results = scratch.results;
    results.resize(std::min(results.size(), count));
    scratch.links.clear();
    for (const Candidate& candidate : results) scratch.links.push_back(candidate.slot);
    measure_vectors(query, scratch.links, scratch);
    for (std::size_t i = 0; i < results.size(); ++i) results[i].distance = scratch.distances[i];
    std::ranges::sort(results);
}

}  // namespace hnsw
