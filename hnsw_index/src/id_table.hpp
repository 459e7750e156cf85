#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "graph/layout.hpp"

namespace hnsw {

/// Which slot an id has: a hash table with linear probing that keeps slots alone, because the layout knows
/// their ids. 5 to 11 bytes an id, where std::unordered_map takes 40.
class IdTable {
  public:
    [[nodiscard]] std::size_t size() const noexcept { return count_; }
    [[nodiscard]] std::size_t bytes() const noexcept { return slots_.size() * sizeof(Slot); }
    [[nodiscard]] std::optional<Slot> find(const Layout& layout, Id id) const noexcept;
    /// Adds a slot, or puts it in the place of the one that had its id.
    void insert(const Layout& layout, Slot slot);
    /// Removes an id that is there.
    void erase(const Layout& layout, Id id) noexcept;
    void reserve(const Layout& layout, std::size_t ids);
    void clear() noexcept;

    template <class Use>
    void for_each(Use use) const {
        for (const Slot slot : slots_)
            if (slot != no_slot) use(slot);
    }

  private:
    [[nodiscard]] std::size_t home(Id id) const noexcept;
    /// Where the id is, or the empty place where it belongs.
    [[nodiscard]] std::size_t place(const Layout& layout, Id id) const noexcept;
    void resize(const Layout& layout, std::size_t places);

    std::vector<Slot> slots_;  // a power of two of them, no_slot where there is none
    std::size_t count_ = 0;
};

}  // namespace hnsw
