#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <memory>
#include <new>
#include <vector>

namespace hnsw {

/// Rows of one width that never move: memory grows block by block, so growing copies nothing and pointers
/// stay good. New rows are zero.
template <class T>
class BlockedRows {
  public:
    explicit BlockedRows(std::size_t width)
        : width_(width),
          shift_(std::bit_width(std::max<std::size_t>(block_bytes / (width * sizeof(T)), 16)) - 1) {}

    [[nodiscard]] T* row(std::size_t index) noexcept {
        return blocks_[index >> shift_].get() + offset(index);
    }
    [[nodiscard]] const T* row(std::size_t index) const noexcept {
        return blocks_[index >> shift_].get() + offset(index);
    }
    [[nodiscard]] std::size_t width() const noexcept { return width_; }

    void reserve(std::size_t rows) {
        const std::size_t per_block = std::size_t{1} << shift_;
        while (blocks_.size() * per_block < rows) blocks_.push_back(allocate(per_block * width_));
    }

    void clear() noexcept { blocks_.clear(); }

  private:
    static constexpr std::size_t block_bytes = std::size_t{1} << 20U;
    static constexpr std::align_val_t alignment{64};  // a cache line

    struct Free {
        void operator()(T* block) const noexcept { ::operator delete(block, alignment); }
    };
    using Block = std::unique_ptr<T[], Free>;

    static Block allocate(std::size_t values) {
        Block block(static_cast<T*>(::operator new(values * sizeof(T), alignment)));
        std::fill_n(block.get(), values, T{});
        return block;
    }

    [[nodiscard]] std::size_t offset(std::size_t index) const noexcept {
        return (index & ((std::size_t{1} << shift_) - 1)) * width_;
    }

    std::size_t width_;
    unsigned shift_;
    std::vector<Block> blocks_;
};

}  // namespace hnsw
