/// Answers are those of looking at every vector, for vectors of any kind and number.

#include <gmock/gmock.h>

#include <cmath>
#include <limits>

#include "awkward.hpp"
#include "brute_force.hpp"
#include "kinds.hpp"

namespace hnsw {
namespace {

using test::Awkward;
using test::BruteForce;

class Nearest : public test::WithKind {};
INSTANTIATE_TEST_SUITE_P(Kinds, Nearest, test::all_kinds(), test::kind_name);

TEST_P(Nearest, AreThoseOfBruteForceInEveryDimensionUpTo130) {
    for (std::size_t dimension = 1; dimension <= 130; ++dimension) {
        SCOPED_TRACE(dimension);
        const IndexOptions kind = options(dimension);
        const std::size_t count = 1 + dimension * 37 % 97;
        const Awkward data(count + 3, dimension, kind.metric != Metric::cosine,
                           static_cast<std::uint32_t>(dimension));
        const BruteForce truth(kind, data.items(count));
        Index index(kind);
        index.upsert(truth.items(), {.threads = 1});
        for (std::size_t q = count; q < data.size(); ++q) {
            for (const std::size_t k : {std::size_t{1}, std::size_t{10}, count + 1}) {
                truth.expect_nearest(data[q], index.exact_search(data[q], {.k = k}), k);
                truth.expect_nearest(data[q], index.search(data[q], {.k = k, .ef = count}), k);
            }
        }
        if (testing::Test::HasFailure()) return;
    }
}

TEST_P(Nearest, OfSevenHundredVectorsAreFoundByTheLinks) {
    for (const std::size_t dimension : {1, 2, 3, 8, 17, 64, 130}) {
        SCOPED_TRACE(dimension);
        const IndexOptions kind = options(dimension);
        // All there is then are two heaps of equal vectors, without a way from one to the other.
        if (dimension == 1 && kind.metric == Metric::cosine) continue;
        const Awkward data(750, dimension, kind.metric != Metric::cosine, 5);
        const BruteForce truth(kind, data.items(700));
        Index index(kind);
        index.upsert(truth.items(), {.threads = 1});
        std::size_t found = 0;
        for (std::size_t q = 700; q < 750; ++q) {
            const auto hits = index.search(data[q], {.k = 10, .ef = 100});
            ASSERT_EQ(hits.size(), 10);
            truth.expect_true(data[q], hits);
            found += truth.among_nearest(data[q], hits, 10);
        }
        EXPECT_GE(found, 475U) << "of 500";
    }
}

TEST_P(Nearest, OfOneVectorIsThatVector) {
    for (const std::size_t dimension : {1, 3, 16, 129}) {
        const IndexOptions kind = options(dimension);
        const Awkward data(2, dimension, false, 6);
        const BruteForce truth(kind, data.items(1));
        Index index(kind);
        index.upsert(truth.items());
        for (const std::size_t k : {1, 100})
            truth.expect_nearest(data[1], index.search(data[1], {.k = k, .ef = 1}), k);
    }
}

TEST_P(Nearest, OfEqualVectorsAreAsManyAsAskedFor) {
    const IndexOptions kind = options(19);
    const Awkward data(2, 19, false, 7);
    std::vector<Item> items;
    for (Id id = 0; id < 1'001; ++id) items.push_back({id, id % 5, data[0]});
    const BruteForce truth(kind, items);
    Index index(kind);
    index.upsert(items);
    for (const std::size_t k : {1, 10, 100, 1'001, 5'000}) {
        truth.expect_nearest(data[0], index.search(data[0], {.k = k, .ef = 20}), k);
        truth.expect_nearest(data[1], index.search(data[1], {.k = k, .ef = 20}), k);
    }
    EXPECT_EQ(index.search(data[1], {.k = 10, .ef = 20, .distinct_groups = true}).size(), 5);
}

TEST_P(Nearest, OfVectorsAtTheLimitOfLengthAreFoundWithFiniteDistances) {
    for (const std::size_t dimension : {1, 2, 7, 64, 130}) {
        SCOPED_TRACE(dimension);
        const IndexOptions kind = options(dimension);
        const Awkward data(64, dimension, false, 8);
        std::vector<std::vector<float>> huge;
        for (std::size_t i = 0; i < 64; ++i) {
            const double factor = (i % 2 == 0 ? 1 : -1) * std::sqrt(7.9e37) / test::length(data[i]);
            huge.emplace_back();
            for (const float value : data[i]) huge.back().push_back(static_cast<float>(factor * value));
        }
        // The farthest there can be: a vector and its opposite.
        for (std::size_t d = 0; d < dimension; ++d) huge[1][d] = -huge[0][d];
        auto items = data.items(64);
        for (std::size_t i = 0; i < 64; ++i) items[i].vector = huge[i];
        const BruteForce truth(kind, items);
        Index index(kind);
        index.upsert(items, {.threads = 1});
        for (const std::size_t q : {0, 1, 2}) {
            truth.expect_nearest(huge[q], index.exact_search(huge[q], {.k = 64}), 64);
            truth.expect_nearest(huge[q], index.search(huge[q], {.k = 10, .ef = 20}), 10);
        }
    }
}

TEST_P(Nearest, OfDenormalVectorsAreFound) {
    for (const std::size_t dimension : {1, 5, 64, 130}) {
        SCOPED_TRACE(dimension);
        const IndexOptions kind = options(dimension);
        const Awkward data(40, dimension, false, 9);
        std::vector<std::vector<float>> tiny;
        for (std::size_t i = 0; i < 40; ++i) {
            tiny.emplace_back();
            for (const float value : data[i])
                tiny.back().push_back(value * (1'000 * std::numeric_limits<float>::denorm_min()));
        }
        auto items = data.items(40);
        for (std::size_t i = 0; i < 40; ++i) items[i].vector = tiny[i];
        const BruteForce truth(kind, items);
        Index index(kind);
        index.upsert(items, {.threads = 1});
        EXPECT_EQ(index.size(), 40);
        truth.expect_nearest(tiny[0], index.exact_search(tiny[0], {.k = 10}), 10);
        truth.expect_nearest(tiny[0], index.search(tiny[0], {.k = 10}), 10);
    }
}

TEST_P(Nearest, OfTinyVectorsBesideOneHugeAreFound) {
    const IndexOptions kind = options(12);
    const Awkward data(1'001, 12, false, 10);
    auto items = data.items(1'000);
    const std::vector<float> huge(12, 1e18F);
    items.push_back({7, 7, huge});
    const BruteForce truth(kind, items);
    Index index(kind);
    index.upsert(items, {.threads = 1});
    for (const auto& query : {data[1'000], std::span<const float>(huge)}) {
        const auto hits = index.search(query, {.k = 10, .ef = 100});
        ASSERT_EQ(hits.size(), 10);
        truth.expect_true(query, hits);
        EXPECT_GE(truth.among_nearest(query, hits, 10), 9U);
    }
}

TEST(NearestCosine, LiesBetweenZeroAndTwo) {
    const Awkward data(200, 33, false, 11);
    Index index({.dimension = 33, .metric = Metric::cosine});
    index.upsert(data.items(200));
    for (std::size_t q = 0; q < 200; ++q) {
        std::vector<float> opposite(data[q].begin(), data[q].end());
        for (float& value : opposite) value = -value;
        for (const auto& query : {data[q], std::span<const float>(opposite)})
            for (const Hit& hit : index.exact_search(query, {.k = 200})) {
                EXPECT_GE(hit.distance, 0);
                EXPECT_LE(hit.distance, 2);
            }
    }
}

}  // namespace
}  // namespace hnsw
