#pragma once

#include <cstddef>
#include <span>

#include "graph/slot.hpp"

namespace hnsw {

// One thread at a time writes a row of links while others read it: every link is a word of its own, read and
// written atomically. A reader may meet some links of before and some of after, and each leads to a slot
// whose data were written before the link. On x86 these are plain loads and stores.

inline Slot load_link(const Slot* link) noexcept {
    return __atomic_load_n(link, __ATOMIC_ACQUIRE);
}
inline void store_link(Slot* link, Slot slot) noexcept {
    __atomic_store_n(link, slot, __ATOMIC_RELEASE);
}

/// The links of a slot on a layer: a row that no_slot ends before its width.
class LinkRow {
  public:
    class Iterator {
      public:
        Iterator(const Slot* at, const Slot* end) noexcept : at_(at), end_(end) { read(); }
        [[nodiscard]] Slot operator*() const noexcept { return link_; }
        Iterator& operator++() noexcept {
            ++at_;
            read();
            return *this;
        }
        struct End {};
        friend bool operator==(const Iterator& a, End /*end*/) noexcept { return a.link_ == no_slot; }

      private:
        void read() noexcept { link_ = at_ == end_ ? no_slot : load_link(at_); }

        const Slot* at_;
        const Slot* end_;
        Slot link_ = no_slot;
    };

    LinkRow(const Slot* row, std::size_t width) noexcept : row_(row), width_(width) {}
    [[nodiscard]] Iterator begin() const noexcept { return {row_, row_ + width_}; }
    [[nodiscard]] Iterator::End end() const noexcept { return {}; }

    [[nodiscard]] std::size_t width() const noexcept { return width_; }  ///< most links that the row has
    [[nodiscard]] bool empty() const noexcept { return begin() == end(); }
    [[nodiscard]] bool contains(Slot slot) const noexcept {
        for (const Slot link : *this)
            if (link == slot) return true;
        return false;
    }

  private:
    const Slot* row_;
    std::size_t width_;
};

}  // namespace hnsw
