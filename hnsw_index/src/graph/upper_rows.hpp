#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "graph/blocked_rows.hpp"

namespace hnsw {

/// Rows of links above the base layer, of which few slots have any. A slot has rows that follow each other,
/// one a layer; rows of slots that are gone are used again.
class UpperRows {
  public:
    explicit UpperRows(std::size_t width) : rows_(width) {}

    /// The first of `count` rows.
    [[nodiscard]] std::uint32_t take(unsigned count) {
        if (count == 0) return 0;
        auto& free = free_[count];
        if (!free.empty()) {
            const std::uint32_t first = free.back();
            free.pop_back();
            return first;
        }
        rows_.reserve(used_ + count);
        const auto first = static_cast<std::uint32_t>(used_);
        used_ += count;
        return first;
    }
    void give_back(std::uint32_t first, unsigned count) {
        if (count > 0) free_[count].push_back(first);
    }
    /// Takes rows over, see BlockedRows.
    void borrow(Slot* rows, std::size_t count) {
        rows_.borrow(rows, count);
        used_ = count;
    }

    [[nodiscard]] Slot* row(std::size_t index) noexcept { return rows_.row(index); }
    [[nodiscard]] const Slot* row(std::size_t index) const noexcept { return rows_.row(index); }
    [[nodiscard]] std::size_t width() const noexcept { return rows_.width(); }
    [[nodiscard]] std::size_t size() const noexcept { return used_; }

  private:
    BlockedRows<Slot> rows_;
    std::size_t used_ = 0;
    std::array<std::vector<std::uint32_t>, max_layers> free_;  // by how many rows follow each other
};

}  // namespace hnsw
