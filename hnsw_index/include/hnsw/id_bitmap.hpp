#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace hnsw {

using Id = std::int64_t;  ///< one vector

/// A set of ids from 0 to some limit, one bit each.
class IdBitmap {
  public:
    /// Empty, for the ids 0 to limit - 1.
    explicit IdBitmap(std::size_t limit) : words_((limit + 63) / 64), limit_(limit) {}

    /// Puts an id in; one that is not below the limit is passed over.
    void insert(Id id) noexcept {
        if (static_cast<std::uint64_t>(id) >= limit_ || contains(id)) return;
        words_[word(id)] |= bit(id);
        ++count_;
    }
    void erase(Id id) noexcept {
        if (!contains(id)) return;
        words_[word(id)] &= ~bit(id);
        --count_;
    }
    [[nodiscard]] bool contains(Id id) const noexcept {
        return static_cast<std::uint64_t>(id) < limit_ && (words_[word(id)] & bit(id)) != 0;
    }
    [[nodiscard]] std::size_t count() const noexcept { return count_; }
    /// Id i is bit i % 64 of word i / 64.
    [[nodiscard]] std::span<const std::uint64_t> words() const noexcept { return words_; }

  private:
    [[nodiscard]] static std::size_t word(Id id) noexcept { return static_cast<std::size_t>(id) / 64; }
    [[nodiscard]] static std::uint64_t bit(Id id) noexcept {
        return std::uint64_t{1} << (static_cast<std::uint64_t>(id) % 64);
    }

    std::vector<std::uint64_t> words_;
    std::size_t limit_;
    std::size_t count_ = 0;
};

}  // namespace hnsw
