#include "graph/search.hpp"

#include "graph/graph_templates.hpp"
#include "graph/results.hpp"

namespace hnsw {

void Graph::search(const float* query, std::size_t k, std::size_t ef, bool distinct_groups,
                   Scratch& scratch) const {
    scratch.results.clear();
    if (entry_.slot == no_slot) return;
    if (!distinct_groups) return search_vectors(query, k, ef, scratch);
    // By the vectors: codes would often choose another one of a group than its nearest.
    const ExactSpace space = exact_space(query);
    NearestGroups results(ef, layout_, scratch);
    const Candidate entry = descend<Sharing::alone>(space, entry_.slot, entry_.level, 0, scratch);
    search_layer<Sharing::alone>(space, entry, 0, results, scratch);
    results.sorted();
}

void Graph::search_vectors(const float* query, std::size_t k, std::size_t ef, Scratch& scratch) const {
    const auto walk = [&](const auto& space) {
        const Candidate entry = descend<Sharing::alone>(space, entry_.slot, entry_.level, 0, scratch);
        walk_layer<Sharing::alone>(space, entry, 0, with_deleted(ef), scratch);
        scratch.pool.copy_to(scratch.results, [this](Slot slot) { return layout_.is_live(slot); });
    };
    if (!encode_query(query, scratch)) return walk(exact_space(query));
    walk(code_space(scratch.code_query.data()));
    measure_exactly(query, std::max(2 * k + 16, ef / 2), scratch);
}

/// False where the query has no code that would find what is near to it.
bool Graph::encode_query(const float* query, Scratch& scratch) const {
    const std::span vector(query, options_.dimension);
    const bool is_l2 = options_.metric == Metric::l2;
    if (!codes_tell_apart_ || (is_l2 && !quantiser_.covers(vector))) return false;
    scratch.code_query.resize(code_distance_.width());
    if (is_l2)
        quantiser_.encode(vector, scratch.code_query.data());
    else
        Quantiser::encode_at_own_range(vector, scratch.code_query.data());
    return true;
}

/// Puts the first `count` results, which codes have ordered, into the order of the vectors, and drops the
/// others.
void Graph::measure_exactly(const float* query, std::size_t count, Scratch& scratch) const {
    auto& results = scratch.results;
    results.resize(std::min(results.size(), count));
    for (const Candidate& candidate : results)
        prefetch(layout_.vector(candidate.slot), options_.dimension * sizeof(float));
    scratch.links.clear();
    for (const Candidate& candidate : results) scratch.links.push_back(candidate.slot);
    measure(exact_space(query), scratch.links, scratch);
    for (std::size_t i = 0; i < results.size(); ++i) results[i].distance = scratch.distances[i];
    std::ranges::sort(results);
}

template <class Results>
void Graph::scan_into(const float* query, Results& results, Scratch& scratch) const {
    constexpr std::size_t batch = 64;
    scratch.distances.resize(batch);
    for (std::size_t slot = 0; slot < layout_.slots();) {
        scratch.links.clear();
        scratch.rows.clear();
        for (; slot < layout_.slots() && scratch.links.size() < batch; ++slot) {
            if (!layout_.is_live(static_cast<Slot>(slot))) continue;
            scratch.links.push_back(static_cast<Slot>(slot));
            scratch.rows.push_back(layout_.vector(static_cast<Slot>(slot)));
        }
        distance_.to_rows(query, scratch.rows.data(), scratch.rows.size(), scratch.distances.data());
        for (std::size_t i = 0; i < scratch.links.size(); ++i)
            results.offer({scratch.distances[i], scratch.links[i]});
    }
    results.sorted();
}

void Graph::scan(const float* query, std::size_t k, bool distinct_groups, Scratch& scratch) const {
    if (distinct_groups) {
        NearestGroups results(k, layout_, scratch);
        scan_into(query, results, scratch);
    } else {
        NearestVectors results(k, scratch);
        scan_into(query, results, scratch);
    }
}

}  // namespace hnsw
