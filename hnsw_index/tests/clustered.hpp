#pragma once

#include <cstddef>
#include <cstdint>
#include <random>
#include <span>
#include <vector>

#include "hnsw/index.hpp"

namespace hnsw::test {

/// Vectors around made centres, as embeddings lie around the things that they show.
class Clustered {
  public:
    Clustered(std::size_t count, std::size_t dimension, std::size_t clusters, std::uint32_t seed = 1)
        : dimension_(dimension), values_(count * dimension), clusters_(count) {
        std::mt19937 random(seed);
        std::normal_distribution<float> normal;
        std::vector<float> centres(clusters * dimension);
        for (float& value : centres) value = normal(random);
        std::uniform_int_distribution<std::size_t> pick(0, clusters - 1);
        for (std::size_t i = 0; i < count; ++i) {
            clusters_[i] = pick(random);
            for (std::size_t d = 0; d < dimension; ++d)
                values_[i * dimension + d] = centres[clusters_[i] * dimension + d] + 0.4F * normal(random);
        }
    }

    [[nodiscard]] std::size_t size() const { return clusters_.size(); }
    [[nodiscard]] std::size_t cluster(std::size_t i) const { return clusters_[i]; }
    [[nodiscard]] std::span<const float> operator[](std::size_t i) const {
        return std::span(values_).subspan(i * dimension_, dimension_);
    }

    /// Items with ids from `first` on, their numbers; the group is the cluster.
    [[nodiscard]] std::vector<Item> items(std::size_t first, std::size_t count) const {
        std::vector<Item> items;
        for (std::size_t i = first; i < first + count; ++i)
            items.push_back({static_cast<Id>(i), static_cast<Group>(clusters_[i]), (*this)[i]});
        return items;
    }

  private:
    std::size_t dimension_;
    std::vector<float> values_;
    std::vector<std::size_t> clusters_;
};

/// The share of the k truly nearest that the index finds, over some queries.
inline double recall(const Index& index, const Clustered& data, std::size_t first_query, std::size_t queries,
                     const SearchOptions& options) {
    std::size_t found = 0;
    std::size_t wanted = 0;
    for (std::size_t q = first_query; q < first_query + queries; ++q) {
        const auto truth = index.exact_search(data[q], options);
        const auto hits = index.search(data[q], options);
        wanted += truth.size();
        for (const Hit& hit : truth)
            for (const Hit& other : hits) found += other.id == hit.id ? 1 : 0;
    }
    return static_cast<double>(found) / static_cast<double>(wanted);
}

}  // namespace hnsw::test
