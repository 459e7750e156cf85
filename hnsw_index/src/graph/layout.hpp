#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <span>
#include <vector>

#include "graph/blocked_rows.hpp"
#include "graph/link_row.hpp"
#include "graph/slot.hpp"
#include "graph/upper_rows.hpp"
#include "hnsw/index.hpp"

namespace hnsw {

enum class SlotState : std::uint8_t {
    free,
    live,
    deleted,  ///< still a way through the graph, never a result, until its links are mended
};

/// Where vectors and links lie in memory: columns with one row a slot.
///
/// Searches read while one writer changes, or many threads of one writer link: a slot's data are written
/// before a link leads to it and before it is live, both of which are read atomically; a slot is used again
/// only after every search that may have met it has ended (see Readers). Threads that link together take the
/// slot's link lock to change its links.
class Layout {
  public:
    explicit Layout(const IndexOptions& options);

    /// A free slot, without links on layers 0 to level; nobody finds it before it is live.
    Slot add(Id id, Group group, unsigned level, std::span<const float> vector);
    void set_live(Slot slot) noexcept;
    void mark_deleted(Slot slot) noexcept;
    /// Of a deleted slot that no link leads to and no search knows.
    void release(Slot slot);

    [[nodiscard]] std::size_t slots() const noexcept {  ///< whatever their state
        return slots_.load(std::memory_order_acquire);
    }
    [[nodiscard]] std::size_t live() const noexcept { return live_.load(std::memory_order_relaxed); }
    [[nodiscard]] bool is_live(Slot slot) const noexcept { return state(slot) == SlotState::live; }
    [[nodiscard]] bool is_deleted(Slot slot) const noexcept { return state(slot) == SlotState::deleted; }
    [[nodiscard]] Id id(Slot slot) const noexcept { return *ids_.row(slot); }
    [[nodiscard]] Group group(Slot slot) const noexcept {
        return __atomic_load_n(groups_.row(slot), __ATOMIC_RELAXED);
    }
    void set_group(Slot slot, Group group) noexcept {
        __atomic_store_n(groups_.row(slot), group, __ATOMIC_RELAXED);
    }
    [[nodiscard]] unsigned level(Slot slot) const noexcept { return *levels_.row(slot); }

    [[nodiscard]] bool has_vectors() const noexcept { return has_vectors_; }  ///< false with Storage::compact
    [[nodiscard]] const float* vector(Slot slot) const noexcept { return vectors_.row(slot); }
    [[nodiscard]] std::size_t dimension() const noexcept { return vectors_.width(); }

    [[nodiscard]] unsigned max_links(unsigned layer) const noexcept {
        return static_cast<unsigned>(layer == 0 ? base_rows_.width() : upper_rows_.width());
    }
    /// On a layer up to the slot's level.
    [[nodiscard]] LinkRow links(Slot slot, unsigned layer) const noexcept {
        return {link_row(slot, layer), max_links(layer)};
    }
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

    [[nodiscard]] std::size_t upper_rows() const noexcept { return upper_rows_.size(); }
    /// Of what is neither vector nor link.
    static constexpr std::size_t table_bytes_a_slot =
        sizeof(SlotState) + sizeof(Id) + sizeof(Group) + sizeof(std::uint8_t) + sizeof(std::uint32_t);

    /// Columns as a file has them, which stay where they are for as long as this lives; see
    /// BlockedRows::borrow.
    struct Columns {
        std::size_t count = 0;
        std::size_t upper_count = 0;
        Id* ids = nullptr;
        Group* groups = nullptr;
        std::uint8_t* levels = nullptr;
        float* vectors = nullptr;  ///< null with Storage::compact
        Slot* base_links = nullptr;
        Slot* upper_links = nullptr;
    };
    /// Takes over slots that are all live. This must be empty.
    void borrow(const Columns& columns);
    /// Removes links that lead to where nothing is, as a damaged file may have them: searches pass over them,
    /// but writers would follow them.
    void drop_wrong_links() noexcept;

  private:
    [[nodiscard]] SlotState state(Slot slot) const noexcept {
        return static_cast<SlotState>(__atomic_load_n(states_.row(slot), __ATOMIC_ACQUIRE));
    }
    void set_state(Slot slot, SlotState state) noexcept {
        __atomic_store_n(states_.row(slot), static_cast<std::uint8_t>(state), __ATOMIC_RELEASE);
    }
    void reserve(std::size_t slots);
    Slot new_slot();
    [[nodiscard]] const Slot* link_row(Slot slot, unsigned layer) const noexcept;
    [[nodiscard]] Slot* link_row(Slot slot, unsigned layer) noexcept;

    const bool has_vectors_;
    BlockedRows<std::uint8_t> states_;  // a SlotState each
    BlockedRows<Id> ids_;
    BlockedRows<Group> groups_;
    BlockedRows<std::uint8_t> levels_;
    BlockedRows<std::uint32_t> upper_first_;  // of a slot: its row of layer 1, others follow
    BlockedRows<float> vectors_;
    BlockedRows<Slot> base_rows_;
    UpperRows upper_rows_;
    std::atomic<std::size_t> slots_ = 0;
    std::atomic<std::size_t> live_ = 0;
    std::vector<Slot> free_;
    // One lock for many slots: two threads seldom want two of the same at once.
    mutable std::array<std::mutex, 1024> link_locks_;
};

}  // namespace hnsw
