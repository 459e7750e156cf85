#include <algorithm>
#include <array>
#include <cmath>

#include "graph/graph_templates.hpp"
#include "graph/search.hpp"

namespace hnsw {

namespace {

/// A well-mixed function of 64 bits (the finaliser of SplitMix64, Steele, Lea and Flood 2014).
std::uint64_t mix(std::uint64_t value) noexcept {
    value = (value ^ (value >> 30U)) * 0xbf58476d1ce4e5b9U;
    value = (value ^ (value >> 27U)) * 0x94d049bb133111ebU;
    return value ^ (value >> 31U);
}

}  // namespace

unsigned Graph::level_of(Id id) const noexcept {
    const std::uint64_t bits = mix(options_.seed + mix(static_cast<std::uint64_t>(id) + 0x9e3779b97f4a7c15U));
    const double uniform = (static_cast<double>(bits >> 11U) + 0.5) * 0x1p-53;
    return static_cast<unsigned>(std::min(-std::log(uniform) * options_.level_multiplier, max_layers - 1.0));
}

void Graph::connect(Slot slot, Scratch& scratch) {
    std::unique_lock lock(entry_mutex_);
    const Entry from = entry();
    const unsigned level = layout_.level(slot);
    const bool is_top = from.slot == no_slot || level > from.level;
    // Who raises the graph keeps the others from starting below the new layers; it happens once in many
    // inserts.
    if (!is_top) lock.unlock();
    if (from.slot != no_slot) link_from(from, slot, scratch);
    if (is_top) entry_ = {slot, level};
}

void Graph::link_from(Entry entry, Slot slot, Scratch& scratch) {
    see_from(slot, scratch, [&](const auto& space) { link_in(space, entry, slot, scratch); });
}

/// The paper's Algorithm 1. The slot's own links are written on all its layers before any link leads to it,
/// so that a thread which comes upon it can go on from there.
template <class Space>
void Graph::link_in(const Space& space, Entry entry, Slot slot, Scratch& scratch) {
    const unsigned top = std::min(layout_.level(slot), entry.level);
    Candidate nearest = descend(space, entry.slot, entry.level, top, scratch);
    std::array<std::vector<Slot>, max_layers> neighbours;
    for (unsigned layer = top + 1; layer-- > 0;) {
        walk_layer(space, nearest, layer, with_deleted(options_.ef_construction), scratch);
        auto& candidates = scratch.results;
        scratch.pool.copy_to(candidates, [&](Slot other) { return other != slot && layout_.is_live(other); });
        // Among deleted ones alone: they lead on until a purge mends the links to them.
        if (candidates.empty()) scratch.pool.copy_to(candidates, [&](Slot other) { return other != slot; });
        if (candidates.empty()) continue;
        nearest = candidates.front();
        neighbours[layer] = select_neighbours(space, candidates, options_.links, scratch);
        const std::lock_guard lock(layout_.link_lock(slot));
        layout_.set_links(slot, layer, neighbours[layer]);
    }
    for (unsigned layer = 0; layer <= top; ++layer)
        for (const Slot neighbour : neighbours[layer]) add_link(space, neighbour, slot, layer, scratch);
}

template <class Space>
void Graph::add_link(const Space& space, Slot from, Slot to, unsigned layer, Scratch& scratch) {
    const std::lock_guard lock(layout_.link_lock(from));
    const LinkRow links = layout_.links(from, layer);
    if (links.contains(to) || layout_.append_link(from, layer, to)) return;
    scratch.links.assign(1, to);
    for (const Slot link : links) scratch.links.push_back(link);
    const Space seen = space.seen_from(from, scratch);
    measure(seen, scratch.links, scratch);
    auto& candidates = scratch.results;
    candidates.clear();
    for (std::size_t i = 0; i < scratch.links.size(); ++i)
        candidates.push_back({scratch.distances[i], scratch.links[i]});
    // Of equals the newest first, which nobody else links to: or of many equal vectors the last are lost.
    std::ranges::sort(candidates, [](const Candidate& a, const Candidate& b) {
        return a.distance != b.distance ? a.distance < b.distance : a.slot > b.slot;
    });
    layout_.set_links(from, layer, select_neighbours(space, candidates, layout_.max_links(layer), scratch));
}

}  // namespace hnsw
