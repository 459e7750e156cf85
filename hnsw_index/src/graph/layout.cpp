#include "graph/layout.hpp"

#include <algorithm>
#include <cassert>

namespace hnsw {

Layout::Layout(const IndexOptions& options)
    : has_vectors_(options.storage == Storage::exact),
      states_(1),
      ids_(1),
      groups_(1),
      levels_(1),
      upper_first_(1),
      vectors_(options.dimension),
      base_rows_(options.base_links),
      upper_rows_(options.links) {}

Slot Layout::add(Id id, Group group, unsigned level, std::span<const float> vector) {
    const Slot slot = new_slot();
    *ids_.row(slot) = id;
    set_group(slot, group);
    *levels_.row(slot) = static_cast<std::uint8_t>(level);
    *upper_first_.row(slot) = upper_rows_.take(level);
    if (has_vectors_) std::ranges::copy(vector, vectors_.row(slot));
    for (unsigned layer = 0; layer <= level; ++layer) set_links(slot, layer, {});
    return slot;
}

Slot Layout::new_slot() {
    if (!free_.empty()) {
        const Slot slot = free_.back();
        free_.pop_back();
        return slot;
    }
    const std::size_t slot = slots();
    reserve(slot + 1);
    slots_.store(slot + 1, std::memory_order_release);
    return static_cast<Slot>(slot);
}

void Layout::set_live(Slot slot) noexcept {
    set_state(slot, SlotState::live);
    live_.fetch_add(1, std::memory_order_relaxed);
}

void Layout::mark_deleted(Slot slot) noexcept {
    set_state(slot, SlotState::deleted);
    live_.fetch_sub(1, std::memory_order_relaxed);
}

void Layout::release(Slot slot) {
    free_.push_back(slot);
    upper_rows_.give_back(*upper_first_.row(slot), level(slot));
    set_state(slot, SlotState::free);
}

void Layout::reserve(std::size_t slots) {
    states_.reserve(slots);
    ids_.reserve(slots);
    groups_.reserve(slots);
    levels_.reserve(slots);
    upper_first_.reserve(slots);
    if (has_vectors_) vectors_.reserve(slots);
    base_rows_.reserve(slots);
}

void Layout::borrow(const Columns& columns) {
    ids_.borrow(columns.ids, columns.count);
    groups_.borrow(columns.groups, columns.count);
    levels_.borrow(columns.levels, columns.count);
    if (has_vectors_) vectors_.borrow(columns.vectors, columns.count);
    base_rows_.borrow(columns.base_links, columns.count);
    upper_rows_.borrow(columns.upper_links, columns.upper_count);
    states_.reserve(columns.count);
    upper_first_.reserve(columns.count);
    std::uint32_t upper = 0;
    for (std::size_t slot = 0; slot < columns.count; ++slot) {
        set_state(static_cast<Slot>(slot), SlotState::live);
        *upper_first_.row(slot) = upper;
        upper += level(static_cast<Slot>(slot));  // of which the file's may be dropped by now
    }
    slots_ = columns.count;
    live_ = columns.count;
}

void Layout::drop_wrong_links() noexcept {
    for (Slot slot = 0; slot < slots(); ++slot)
        for (unsigned layer = 0; layer <= level(slot); ++layer) {
            Slot* const row = link_row(slot, layer);
            Slot* kept = row;
            for (const Slot link : links(slot, layer))
                if (link < slots() && link != slot && level(link) >= layer) store_link(kept++, link);
            while (kept != row + max_links(layer)) store_link(kept++, no_slot);
        }
}

const Slot* Layout::link_row(Slot slot, unsigned layer) const noexcept {
    assert(layer <= level(slot));
    return layer == 0 ? base_rows_.row(slot) : upper_rows_.row(*upper_first_.row(slot) + layer - 1);
}

Slot* Layout::link_row(Slot slot, unsigned layer) noexcept {
    return const_cast<Slot*>(static_cast<const Layout*>(this)->link_row(slot, layer));
}

void Layout::set_links(Slot slot, unsigned layer, std::span<const Slot> links) noexcept {
    assert(links.size() <= max_links(layer));
    Slot* row = link_row(slot, layer);
    for (std::size_t i = 0; i < max_links(layer); ++i)
        store_link(row + i, i < links.size() ? links[i] : no_slot);
}

bool Layout::append_link(Slot slot, unsigned layer, Slot link) noexcept {
    Slot* row = link_row(slot, layer);
    Slot* const end = row + max_links(layer);
    while (row != end && load_link(row) != no_slot) ++row;
    if (row == end) return false;
    store_link(row, link);
    return true;
}

}  // namespace hnsw
