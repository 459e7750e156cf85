#include <algorithm>
#include <array>
#include <cmath>

#include "graph/graph.hpp"
#include "graph/results.hpp"

namespace hnsw {

namespace {

/// A well-mixed function of 64 bits (the finaliser of SplitMix64, Steele, Lea and Flood 2014).
std::uint64_t mix(std::uint64_t value) noexcept {
    value = (value ^ (value >> 30U)) * 0xbf58476d1ce4e5b9U;
    value = (value ^ (value >> 27U)) * 0x94d049bb133111ebU;
    return value ^ (value >> 31U);
}

}  // namespace

Graph::Graph(const IndexOptions& options, const Kernels& kernels)
    : options_(options), distance_(options.metric, options.dimension, kernels), layout_(options) {}

unsigned Graph::level_of(Id id) const noexcept {
    const std::uint64_t bits = mix(options_.seed + mix(static_cast<std::uint64_t>(id) + 0x9e3779b97f4a7c15U));
    const double uniform = (static_cast<double>(bits >> 11U) + 0.5) * 0x1p-53;
    return static_cast<unsigned>(std::min(-std::log(uniform) * options_.level_multiplier, max_layers - 1.0));
}

void Graph::connect(Slot slot, Scratch& scratch) {
    std::unique_lock lock(entry_mutex_);
    const Entry entry = entry_;
    const unsigned level = layout_.level(slot);
    const bool is_top = entry.slot == no_slot || level > entry.level;
    // Who raises the graph keeps the others from starting below the new layers; it happens once in many
    // inserts.
    if (!is_top) lock.unlock();
    if (entry.slot != no_slot) link_from(entry, slot, scratch);
    if (is_top) entry_ = {slot, level};
}

/// The paper's Algorithm 1. The slot's own links are written on all its layers before any link leads to it,
/// so that a thread which comes upon it can go on from there.
void Graph::link_from(Entry entry, Slot slot, Scratch& scratch) {
    const float* vector = layout_.vector(slot);
    const unsigned top = std::min(layout_.level(slot), entry.level);
    Candidate nearest{distance_to(vector, entry.slot), entry.slot};
    nearest = descend<Sharing::with_builders>(view(), vector, nearest, entry.level, top, scratch);
    std::array<std::vector<Slot>, max_layers> neighbours;
    for (unsigned layer = top + 1; layer-- > 0;) {
        NearestVectors results(options_.ef_construction, scratch);
        search_layer<Sharing::with_builders>(view(), vector, nearest, layer, results, scratch);
        auto& candidates = results.sorted();
        std::erase_if(candidates, [slot](const Candidate& candidate) { return candidate.slot == slot; });
        if (candidates.empty()) continue;
        nearest = candidates.front();
        neighbours[layer] = select_neighbours(candidates, options_.links, scratch);
        const std::lock_guard lock(layout_.link_lock(slot));
        layout_.set_links(slot, layer, neighbours[layer]);
    }
    for (unsigned layer = 0; layer <= top; ++layer)
        for (const Slot neighbour : neighbours[layer]) add_link(neighbour, slot, layer, scratch);
}

void Graph::add_link(Slot from, Slot to, unsigned layer, Scratch& scratch) {
    const std::lock_guard lock(layout_.link_lock(from));
    const auto links = layout_.links(from, layer);
    if (std::ranges::find(links, to) != links.end() || layout_.append_link(from, layer, to)) return;
    auto& candidates = scratch.results;
    candidates.clear();
    for (const Slot link : links) candidates.push_back({0, link});
    candidates.push_back({0, to});
    auto& rows = scratch.rows;
    rows.clear();
    for (const Candidate& candidate : candidates) rows.push_back(layout_.vector(candidate.slot));
    scratch.distances.resize(rows.size());
    distance_.to_rows(layout_.vector(from), rows.data(), rows.size(), scratch.distances.data());
    for (std::size_t i = 0; i < rows.size(); ++i) candidates[i].distance = scratch.distances[i];
    std::ranges::sort(candidates);
    layout_.set_links(from, layer, select_neighbours(candidates, layout_.max_links(layer), scratch));
}

}  // namespace hnsw
