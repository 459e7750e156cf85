#include "graph/layout.hpp"

#include <algorithm>
#include <cassert>

namespace hnsw {

Layout::Layout(const IndexOptions& options)
    : links_(options.links),
      base_links_(options.base_links),
      vectors_(options.dimension),
      codes_(code_width(options.dimension)),
      base_rows_(1 + std::size_t{options.base_links}) {}

Slot Layout::add(Id id, Group group, unsigned level, std::span<const float> vector) {
    if (free_.empty()) {
        reserve(slots() + 1);
        free_.push_back(static_cast<Slot>(slots()));
        states_.push_back(SlotState::free);
        ids_.push_back(0);
        groups_.push_back(0);
        levels_.push_back(0);
        upper_rows_.emplace_back();
    }
    const Slot slot = free_.back();
    upper_rows_[slot].assign(level * (1 + std::size_t{links_}), 0);
    free_.pop_back();
    states_[slot] = SlotState::live;
    ids_[slot] = id;
    groups_[slot] = group;
    levels_[slot] = static_cast<std::uint8_t>(level);
    std::ranges::copy(vector, vectors_.row(slot));
    set_links(slot, 0, {});
    return slot;
}

void Layout::release(Slot slot) {
    free_.push_back(slot);
    states_[slot] = SlotState::free;
    upper_rows_[slot] = {};
}

void Layout::clear() {
    states_.clear();
    ids_.clear();
    groups_.clear();
    levels_.clear();
    vectors_.clear();
    codes_.clear();
    base_rows_.clear();
    upper_rows_.clear();
    free_.clear();
}

void Layout::reserve(std::size_t slots) {
    vectors_.reserve(slots);
    codes_.reserve(slots);
    base_rows_.reserve(slots);
}

const Slot* Layout::link_row(Slot slot, unsigned layer) const noexcept {
    assert(layer <= levels_[slot]);
    if (layer == 0) return base_rows_.row(slot);
    return upper_rows_[slot].data() + (layer - 1) * (1 + std::size_t{links_});
}

Slot* Layout::link_row(Slot slot, unsigned layer) noexcept {
    return const_cast<Slot*>(static_cast<const Layout*>(this)->link_row(slot, layer));
}

std::span<const Slot> Layout::links(Slot slot, unsigned layer) const noexcept {
    const Slot* row = link_row(slot, layer);
    return {row + 1, row[0]};
}

void Layout::set_links(Slot slot, unsigned layer, std::span<const Slot> links) noexcept {
    assert(links.size() <= max_links(layer));
    Slot* row = link_row(slot, layer);
    row[0] = static_cast<Slot>(links.size());
    std::ranges::copy(links, row + 1);
}

bool Layout::append_link(Slot slot, unsigned layer, Slot link) noexcept {
    Slot* row = link_row(slot, layer);
    if (row[0] == max_links(layer)) return false;
    row[++row[0]] = link;
    return true;
}

}  // namespace hnsw
