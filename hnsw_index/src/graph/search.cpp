#include "graph/search.hpp"

#include "graph/graph.hpp"
#include "graph/results.hpp"

namespace hnsw {

template <Sharing sharing, class Results>
void Graph::search_from_top(const float* query, Results& results, Scratch& scratch) const {
    if (entry_.slot == no_slot) return;
    const Candidate start{distance_to(query, entry_.slot), entry_.slot};
    const Candidate entry = descend<sharing>(view(), query, start, entry_.level, 0, scratch);
    search_layer<sharing>(view(), query, entry, 0, results, scratch);
    results.sorted();
}

void Graph::search(const float* query, std::size_t ef, bool distinct_groups, Scratch& scratch) const {
    if (distinct_groups) {
        NearestGroups results(ef, layout_, scratch);
        search_from_top<Sharing::alone>(query, results, scratch);
    } else {
        NearestVectors results(ef, scratch);
        search_from_top<Sharing::alone>(query, results, scratch);
    }
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

float Graph::distance_to(const float* query, Slot slot) const noexcept {
    const float* row = layout_.vector(slot);
    float distance = 0;
    distance_.to_rows(query, &row, 1, &distance);
    return distance;
}

}  // namespace hnsw
