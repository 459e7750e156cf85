#include <algorithm>

#include "graph/graph_templates.hpp"

namespace hnsw {

// Deleting follows FreshDiskANN (Singh et al. 2021, arXiv:2105.09613, Algorithm 4): deleted vectors are
// marked and stay as ways through the graph until one pass mends the links of all who lead to them.

bool Graph::needs_purge() const noexcept {
    // The pass looks at every link once. With one slot in 256 deleted that is little beside the mending
    // itself, and a pass stays short.
    return deleted_.size() > 32 + layout_.slots() / 256;
}

void Graph::mark_deleted(Slot slot) {
    deleted_.push_back(slot);
    deleted_count_ = deleted_.size();
    layout_.mark_deleted(slot);
}

void Graph::purge(Scratch& scratch) {
    if (deleted_.empty()) return;
    std::vector<Slot> cut_off;
    for (Slot slot = 0; slot < layout_.slots(); ++slot) {
        if (!layout_.is_live(slot)) continue;
        bool linked = true;
        for (unsigned layer = 0; layer <= layout_.level(slot); ++layer)
            if (leads_to_deleted(slot, layer)) linked = mend(slot, layer, scratch) && linked;
        if (!linked || layout_.links(slot, 0).empty()) cut_off.push_back(slot);
    }
    if (entry().slot != no_slot && !layout_.is_live(entry().slot)) entry_ = highest_live();
    // No way leads to them now; who has met one before is waited for.
    readers_.wait_for_all();
    for (const Slot slot : deleted_) layout_.release(slot);
    deleted_.clear();
    deleted_count_ = 0;
    for (const Slot slot : cut_off)
        if (slot != entry().slot) link_from(entry(), slot, scratch);
}

Graph::Entry Graph::highest_live() const noexcept {
    Entry highest;
    for (Slot slot = 0; slot < layout_.slots(); ++slot)
        if (layout_.is_live(slot) && (highest.slot == no_slot || layout_.level(slot) > highest.level))
            highest = {slot, layout_.level(slot)};
    return highest;
}

bool Graph::leads_to_deleted(Slot slot, unsigned layer) const noexcept {
    for (const Slot link : layout_.links(slot, layer))
        if (layout_.is_deleted(link)) return true;
    return false;
}

/// Chooses new links among the live neighbours and those behind the deleted ones. False where there are none.
bool Graph::mend(Slot slot, unsigned layer, Scratch& scratch) {
    std::vector<Slot> live;
    std::vector<Slot> through{slot};
    scratch.visited.reset(layout_.slots());
    scratch.visited.insert(slot);
    while (!through.empty() && live.size() < options_.ef_construction) {
        const Slot from = through.back();
        through.pop_back();
        for (const Slot link : layout_.links(from, layer)) {
            if (!scratch.visited.insert(link)) continue;
            (layout_.is_deleted(link) ? through : live).push_back(link);
        }
    }
    std::vector<Slot> neighbours;
    see_from(slot, scratch, [&](const auto& space) {
        measure(space, live, scratch);
        auto& candidates = scratch.results;
        candidates.clear();
        for (std::size_t i = 0; i < live.size(); ++i) candidates.push_back({scratch.distances[i], live[i]});
        std::ranges::sort(candidates);
        neighbours = select_neighbours(space, candidates, layout_.max_links(layer), scratch);
    });
    layout_.set_links(slot, layer, neighbours);
    // Who was reached only through a deleted one should be reached still.
    for (const Slot neighbour : neighbours)
        if (!layout_.links(neighbour, layer).contains(slot)) layout_.append_link(neighbour, layer, slot);
    return !neighbours.empty();
}

}  // namespace hnsw
