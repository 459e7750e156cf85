#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdlib>
#include <memory>
#include <new>

#include "graph/pages.hpp"
#include "graph/slot.hpp"

namespace hnsw {

/// Rows of one width that never move: memory grows block by block, so growing copies nothing, pointers stay
/// good, and threads may read rows while others are added. Rows are what they were set to; new ones are zero.
template <class T>
class BlockedRows {
  public:
    explicit BlockedRows(std::size_t width)
        : width_(width),
          shift_(static_cast<unsigned>(std::bit_width(
                     std::max<std::size_t>(2 * huge_page / std::max<std::size_t>(width * sizeof(T), 1), 1))) -
                 1),
          // The kernel gives its pages when they are written to: a directory for all slots costs nothing.
          blocks_(static_cast<T**>(std::calloc((max_slots >> shift_) + 1, sizeof(T*)))) {
        if (!blocks_) throw std::bad_alloc();
    }
    ~BlockedRows() {
        for (std::size_t block = borrowed_; block < count_; ++block)
            free_pages(blocks_[block], block_bytes());
    }
    BlockedRows(const BlockedRows&) = delete;
    BlockedRows& operator=(const BlockedRows&) = delete;

    [[nodiscard]] T* row(std::size_t index) noexcept { return blocks_[index >> shift_] + offset(index); }
    [[nodiscard]] const T* row(std::size_t index) const noexcept {
        return blocks_[index >> shift_] + offset(index);
    }
    [[nodiscard]] std::size_t width() const noexcept { return width_; }

    /// Makes room for so many rows.
    void reserve(std::size_t rows) {
        for (; count_ << shift_ < rows; ++count_) {
            blocks_[count_] = static_cast<T*>(allocate_pages(block_bytes()));
            // Small columns stay small; a large one is read all over, and huge pages spare the table walks.
            if (count_ == 0) continue;
            if (count_ == 1 && borrowed_ == 0) make_huge(blocks_[0], block_bytes());
            make_huge(blocks_[count_], block_bytes());
        }
    }

    /// Takes over rows that lie elsewhere, for as long as this lives: whole blocks are used where they are,
    /// and written to there, the rest is copied. This must be empty.
    void borrow(T* rows, std::size_t count) {
        borrowed_ = count_ = count >> shift_;
        for (std::size_t block = 0; block < borrowed_; ++block)
            blocks_[block] = rows + (block << shift_) * width_;
        reserve(count);
        const std::size_t first = borrowed_ << shift_;
        if (first == count) return;
        std::copy_n(rows + first * width_, (count - first) * width_, row(first));
        drop_pages(rows + first * width_, (count - first) * width_ * sizeof(T));
    }

  private:
    struct Free {
        void operator()(T** blocks) const noexcept { std::free(blocks); }
    };

    [[nodiscard]] std::size_t block_bytes() const noexcept { return (width_ << shift_) * sizeof(T); }
    [[nodiscard]] std::size_t offset(std::size_t index) const noexcept {
        return (index & ((std::size_t{1} << shift_) - 1)) * width_;
    }

    std::size_t width_;
    unsigned shift_;
    std::unique_ptr<T*[], Free> blocks_;
    std::size_t count_ = 0;
    std::size_t borrowed_ = 0;  // so many of them are not ours
};

}  // namespace hnsw
