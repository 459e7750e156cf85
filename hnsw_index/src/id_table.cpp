#include "id_table.hpp"

#include <algorithm>
#include <bit>

namespace hnsw {

std::size_t IdTable::home(Id id) const noexcept {
    // Fibonacci hashing: the high bits of the product depend on all bits of the id.
    return (static_cast<std::uint64_t>(id) * 0x9e3779b97f4a7c15U) >>
           (64U - static_cast<unsigned>(std::countr_zero(slots_.size())));
}

std::size_t IdTable::place(const Layout& layout, Id id) const noexcept {
    std::size_t at = home(id);
    while (slots_[at] != no_slot && layout.id(slots_[at]) != id) at = (at + 1) & (slots_.size() - 1);
    return at;
}

std::optional<Slot> IdTable::find(const Layout& layout, Id id) const noexcept {
    if (slots_.empty()) return std::nullopt;
    const Slot slot = slots_[place(layout, id)];
    return slot == no_slot ? std::nullopt : std::optional(slot);
}

void IdTable::insert(const Layout& layout, Slot slot) {
    reserve(layout, count_ + 1);
    Slot& there = slots_[place(layout, layout.id(slot))];
    count_ += there == no_slot ? 1 : 0;
    there = slot;
}

void IdTable::erase(const Layout& layout, Id id) noexcept {
    std::size_t gap = place(layout, id);
    // What was pushed behind its home by the one that goes moves up (Knuth, volume 3, section 6.4, Algorithm
    // R).
    for (std::size_t at = (gap + 1) & (slots_.size() - 1); slots_[at] != no_slot;
         at = (at + 1) & (slots_.size() - 1)) {
        const std::size_t from_home = (at - home(layout.id(slots_[at]))) & (slots_.size() - 1);
        if (from_home < ((at - gap) & (slots_.size() - 1))) continue;
        slots_[gap] = slots_[at];
        gap = at;
    }
    slots_[gap] = no_slot;
    --count_;
}

void IdTable::reserve(const Layout& layout, std::size_t ids) {
    constexpr std::size_t fewest = 16;
    // Three quarters full at most.
    if (4 * ids > 3 * slots_.size()) resize(layout, std::max(fewest, std::bit_ceil((4 * ids + 2) / 3)));
}

void IdTable::resize(const Layout& layout, std::size_t places) {
    std::vector<Slot> old(places, no_slot);
    old.swap(slots_);
    for (const Slot slot : old)
        if (slot != no_slot) slots_[place(layout, layout.id(slot))] = slot;
}

void IdTable::clear() noexcept {
    slots_ = {};
    count_ = 0;
}

}  // namespace hnsw
