#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <functional>
#include <set>
#include <span>
#include <utility>
#include <vector>

#include "hnsw/index.hpp"

namespace hnsw::test {

inline double inner_product(std::span<const float> a, std::span<const float> b) {
    double sum = 0;
    for (std::size_t d = 0; d < a.size(); ++d) sum += double{a[d]} * double{b[d]};
    return sum;
}

inline double length(std::span<const float> a) {
    return std::sqrt(inner_product(a, a));
}

inline double distance(Metric metric, std::span<const float> a, std::span<const float> b) {
    if (metric == Metric::inner_product) return -inner_product(a, b);
    if (metric == Metric::cosine) return 1 - inner_product(a, b) / (length(a) * length(b));
    double sum = 0;
    for (std::size_t d = 0; d < a.size(); ++d) {
        const double difference = double{a[d]} - double{b[d]};
        sum += difference * difference;
    }
    return std::sqrt(sum);
}

struct Near {
    Id id = 0;
    Group group = 0;
    double distance = 0;
    double tolerance = 0;  ///< how far the index's distance may be from it
};

/// What the index is held against: every vector looked at, in double precision, with nothing of the library.
class BruteForce {
  public:
    /// The options are those of the index, the items those that may be found.
    BruteForce(const IndexOptions& options, std::vector<Item> items)
        : options_(options), items_(std::move(items)) {
        for (const Item& item : items_) longest_ = std::max(longest_, length(item.vector));
    }

    [[nodiscard]] const std::vector<Item>& items() const { return items_; }

    [[nodiscard]] BruteForce only(const std::function<bool(const Item&)>& allowed) const {
        std::vector<Item> kept;
        std::ranges::copy_if(items_, std::back_inserter(kept), allowed);
        return {options_, std::move(kept)};
    }

    /// All, nearest first.
    [[nodiscard]] std::vector<Near> ranked(std::span<const float> query) const {
        std::vector<Near> near;
        near.reserve(items_.size());
        for (const Item& item : items_) near.push_back(judge(item, query));
        std::ranges::stable_sort(near, {}, &Near::distance);
        return near;
    }

    /// Expects what is true of every answer: distinct ids of the items, each with its group and its distance,
    /// nearest first.
    void expect_true(std::span<const float> query, std::span<const Hit> hits) const {
        EXPECT_TRUE(std::ranges::is_sorted(hits, {}, &Hit::distance));
        std::set<Id> ids;
        for (const Hit& hit : hits) {
            EXPECT_TRUE(ids.insert(hit.id).second) << "id " << hit.id << " comes twice";
            const auto item = std::ranges::find(items_, hit.id, &Item::id);
            ASSERT_NE(item, items_.end()) << "id " << hit.id << " is none of those allowed";
            EXPECT_EQ(hit.group, item->group);
            const Near truth = judge(*item, query);
            EXPECT_NEAR(hit.distance, truth.distance, truth.tolerance) << "id " << hit.id;
        }
    }

    /// Expects the k nearest as well: as many as there are, each as near as the true one of its rank.
    void expect_nearest(std::span<const float> query, std::span<const Hit> hits, std::size_t k) const {
        expect_true(query, hits);
        const auto truth = ranked(query);
        ASSERT_EQ(hits.size(), std::min(k, truth.size()));
        for (std::size_t i = 0; i < hits.size(); ++i)
            EXPECT_NEAR(hits[i].distance, truth[i].distance, truth[i].tolerance) << "rank " << i;
    }

    /// How many of the hits are as near as the last of the k that are truly nearest: as near as it is enough,
    /// so duplicates cost nothing.
    [[nodiscard]] std::size_t among_nearest(std::span<const float> query, std::span<const Hit> hits,
                                            std::size_t k) const {
        const auto truth = ranked(query);
        if (truth.empty()) return 0;
        const Near& last = truth[std::min(k, truth.size()) - 1];
        return static_cast<std::size_t>(std::ranges::count_if(
            hits, [&](const Hit& hit) { return hit.distance <= last.distance + last.tolerance; }));
    }

  private:
    /// Float loses some millionths over hundreds of numbers; codes err by a hundredth of the longest vector.
    [[nodiscard]] Near judge(const Item& item, std::span<const float> query) const {
        const bool compact = options_.storage == Storage::compact;
        const double lengths = compact ? longest_ : length(item.vector);
        double scale = 1;
        if (options_.metric == Metric::l2) scale = lengths + length(query);
        if (options_.metric == Metric::inner_product) scale = lengths * length(query);
        // A float's square is 0 below the second summand.
        const double tolerance =
            scale * (compact ? 2e-2 : 4e-6) + 1.1e-19 * std::sqrt(static_cast<double>(options_.dimension));
        return {item.id, item.group, distance(options_.metric, item.vector, query), tolerance};
    }

    IndexOptions options_;
    std::vector<Item> items_;
    double longest_ = 0;
};

/// The nearest of each group, of what is ranked.
inline std::vector<Near> first_of_each_group(const std::vector<Near>& near) {
    std::vector<Near> first;
    std::set<Group> seen;
    for (const Near& each : near)
        if (seen.insert(each.group).second) first.push_back(each);
    return first;
}

}  // namespace hnsw::test
