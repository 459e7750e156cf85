#pragma once

#include <cstddef>
#include <random>
#include <span>
#include <utility>
#include <vector>

#include "hnsw/index.hpp"

namespace hnsw::test {

/// Vectors of all kinds that real data has and made data forgets: copies of others, single zeros and, where
/// `zero_vectors`, nothing but zeros.
class Awkward {
  public:
    Awkward(std::size_t count, std::size_t dimension, bool zero_vectors, std::uint32_t seed)
        : dimension_(dimension), values_(count * dimension) {
        std::mt19937 random(seed);
        std::normal_distribution<float> normal;
        for (std::size_t i = 0; i < count; ++i) {
            float* row = values_.data() + i * dimension;
            const auto kind = random() % 10;
            if (kind < 2 && i > 0) {
                const float* other = values_.data() + random() % i * dimension;
                std::copy(other, other + dimension, row);
            } else if (kind > 2 || !zero_vectors) {
                for (std::size_t d = 0; d < dimension; ++d) row[d] = normal(random);
                if (dimension > 1) row[random() % dimension] = 0;
            }
        }
    }

    [[nodiscard]] std::size_t size() const { return values_.size() / dimension_; }
    [[nodiscard]] std::span<const float> operator[](std::size_t i) const {
        return std::span(values_).subspan(i * dimension_, dimension_);
    }
    /// Ids on both sides of 0 and far apart; three vectors to a group.
    [[nodiscard]] std::vector<Item> items(std::size_t count) const {
        std::vector<Item> items;
        for (std::size_t i = 0; i < count; ++i)
            items.push_back(
                {static_cast<Id>(i) * 1'000'003 - 5'000'000, static_cast<Group>(i / 3) - 2, (*this)[i]});
        return items;
    }

  private:
    std::size_t dimension_;
    std::vector<float> values_;
};

}  // namespace hnsw::test
