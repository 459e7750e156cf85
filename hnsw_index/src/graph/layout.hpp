#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <span>
#include <vector>

#include "distance/codes.hpp"
#include "graph/blocked_rows.hpp"
#include "hnsw/index.hpp"

namespace hnsw {

using Slot = std::uint32_t;  ///< a place in the graph: the row of a vector in every column
constexpr Slot no_slot = ~Slot{0};
constexpr std::size_t max_slots = std::size_t{1} << 31U;  ///< the bit above marks slots in Pool
constexpr unsigned max_layers = 32;

enum class SlotState : std::uint8_t {
    free,
    live,
    deleted,  ///< still a way through the graph, never a result, until its links are mended
};

/// Where vectors and links lie in memory: columns with one row a slot.
///
/// Threads that build together take the slot's link lock for every look at its links; all else is written
/// before they start. Searches read without locks, since nobody writes beside them (see Index).
class Layout {
  public:
    explicit Layout(const IndexOptions& options);

    /// A free slot, made live, without links on layers 0 to level.
    Slot add(Id id, Group group, unsigned level, std::span<const float> vector);
    void mark_deleted(Slot slot) noexcept { states_[slot] = SlotState::deleted; }
    void release(Slot slot);
    void clear();
    void reserve(std::size_t slots);

    [[nodiscard]] std::size_t slots() const noexcept { return states_.size(); }  ///< whatever their state
    [[nodiscard]] bool is_live(Slot slot) const noexcept { return states_[slot] == SlotState::live; }
    [[nodiscard]] bool is_deleted(Slot slot) const noexcept { return states_[slot] == SlotState::deleted; }
    [[nodiscard]] Id id(Slot slot) const noexcept { return ids_[slot]; }
    [[nodiscard]] Group group(Slot slot) const noexcept { return groups_[slot]; }
    void set_group(Slot slot, Group group) noexcept { groups_[slot] = group; }
    [[nodiscard]] unsigned level(Slot slot) const noexcept { return levels_[slot]; }
    [[nodiscard]] const float* vector(Slot slot) const noexcept { return vectors_.row(slot); }
    [[nodiscard]] std::size_t dimension() const noexcept { return vectors_.width(); }
    /// The vector in 8 bits a value; what a slot has there is the graph's.
    [[nodiscard]] const Code* code(Slot slot) const noexcept { return codes_.row(slot); }
    [[nodiscard]] Code* code(Slot slot) noexcept { return codes_.row(slot); }

    [[nodiscard]] unsigned max_links(unsigned layer) const noexcept {
        return layer == 0 ? base_links_ : links_;
    }
    [[nodiscard]] std::span<const Slot> links(Slot slot, unsigned layer) const noexcept;
    void prefetch_base_links(Slot slot) const noexcept {
        const Slot* row = base_rows_.row(slot);
        for (std::size_t i = 0; i < base_rows_.width(); i += 16) __builtin_prefetch(row + i);
    }
    /// At most max_links(layer) of them.
    void set_links(Slot slot, unsigned layer, std::span<const Slot> links) noexcept;
    /// False where there is no room.
    bool append_link(Slot slot, unsigned layer, Slot link) noexcept;
    [[nodiscard]] std::mutex& link_lock(Slot slot) const noexcept {
        return link_locks_[slot % link_locks_.size()];
    }

  private:
    // A row of links is their count, then the links.
    [[nodiscard]] Slot* link_row(Slot slot, unsigned layer) noexcept;
    [[nodiscard]] const Slot* link_row(Slot slot, unsigned layer) const noexcept;

    unsigned links_;
    unsigned base_links_;
    std::vector<SlotState> states_;
    std::vector<Id> ids_;
    std::vector<Group> groups_;
    std::vector<std::uint8_t> levels_;
    BlockedRows<float> vectors_;
    BlockedRows<Code> codes_;
    BlockedRows<Slot> base_rows_;
    std::vector<std::vector<Slot>>
        upper_rows_;  // of a slot: its rows of layers 1 to level, one after another
    std::vector<Slot> free_;
    // One lock for many slots: two threads seldom want two of the same at once.
    mutable std::array<std::mutex, 1024> link_locks_;
};

}  // namespace hnsw
