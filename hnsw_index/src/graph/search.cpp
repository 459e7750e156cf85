#include "graph/search.hpp"

#include "graph/graph_templates.hpp"
#include "graph/results.hpp"

namespace hnsw {

namespace {

template <Sharing sharing, class Space>
Candidate descend_to_base(const Space& space, Graph::Entry entry, Scratch& scratch) {
    measure(space, std::span(&entry.slot, 1), scratch);
    return descend<sharing>(space, {scratch.distances[0], entry.slot}, entry.level, 0, scratch);
}

}  // namespace

void Graph::search(const float* query, std::size_t k, std::size_t ef, bool distinct_groups,
                   Scratch& scratch) const {
    scratch.results.clear();
    if (entry_.slot == no_slot) return;
    in_space(query, scratch, [&](const auto& space) {
        const Candidate entry = descend_to_base<Sharing::alone>(space, entry_, scratch);
        if (distinct_groups) {
            NearestGroups results(ef, layout_, scratch);
            search_layer<Sharing::alone>(space, entry, 0, results, scratch);
            results.sorted();
        } else {
            walk_layer<Sharing::alone>(space, entry, 0, ef, scratch);
            scratch.pool.copy_to(scratch.results, [this](Slot slot) { return layout_.is_live(slot); });
        }
    });
    if (codes_tell_apart_) measure_exactly(query, k, scratch);
}

/// Puts the results, which codes have ordered, into the order of the vectors: as far as the first k may
/// change.
void Graph::measure_exactly(const float* query, std::size_t k, Scratch& scratch) const {
    auto& results = scratch.results;
    results.resize(std::min(results.size(), 2 * k + 16));
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
