#include "graph/search.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <set>
#include <string>

#include "clustered.hpp"
#include "distance/forced_kernels.hpp"

namespace hnsw {
namespace {

using test::Clustered;

const Clustered& twenty_thousand() {
    static const Clustered data(20'200, 32, 400);
    return data;
}

class SearchWithKernels : public testing::TestWithParam<const Kernels*> {};

TEST_P(SearchWithKernels, FindsAtLeast95PercentOfTheTenNearestOf20000) {
    if (!GetParam()->supported()) GTEST_SKIP() << "this processor lacks " << GetParam()->name;
    const test::ForcedKernels forced(std::string(GetParam()->name));
    Index index({.dimension = 32, .ef_construction = 100});
    index.upsert(twenty_thousand().items(0, 20'000));
    EXPECT_GE(test::recall(index, twenty_thousand(), 20'000, 200, {.k = 10, .ef = 100}), 0.95);
}

INSTANTIATE_TEST_SUITE_P(Search, SearchWithKernels,
                         testing::ValuesIn(all_kernels().begin(), all_kernels().end()),
                         [](const auto& test) { return std::string(test.param->name); });

class SearchWithMetric : public testing::TestWithParam<Metric> {};

TEST_P(SearchWithMetric, FindsAtLeast95PercentOfTheTenNearest) {
    Index index({.dimension = 32, .metric = GetParam()});
    index.upsert(twenty_thousand().items(0, 5'000));
    EXPECT_GE(test::recall(index, twenty_thousand(), 20'000, 200, {.k = 10, .ef = 100}), 0.95);
}

INSTANTIATE_TEST_SUITE_P(Search, SearchWithMetric,
                         testing::Values(Metric::l2, Metric::inner_product, Metric::cosine),
                         [](const auto& test) { return std::string(metric_name(test.param)); });

TEST(Search, ALargerBreadthFindsMore) {
    Index index({.dimension = 32, .links = 4, .ef_construction = 20});
    index.upsert(twenty_thousand().items(0, 5'000));
    const double narrow = test::recall(index, twenty_thousand(), 20'000, 100, {.k = 10, .ef = 10});
    const double wide = test::recall(index, twenty_thousand(), 20'000, 100, {.k = 10, .ef = 200});
    EXPECT_LT(narrow, wide);
}

TEST(Search, VectorsOfVeryUnlikeLengthsAreFoundToo) {
    // The small ones are all alike in 8 bits of the large ones' range.
    constexpr std::size_t dimension = 24;
    constexpr std::size_t count = 4'000;
    std::mt19937 random(3);
    std::normal_distribution<float> normal;
    std::uniform_real_distribution<float> exponent(-3, 3);
    std::vector<float> values(count * dimension);
    for (std::size_t i = 0; i < count; ++i) {
        const float length = std::pow(10.0F, exponent(random));
        for (std::size_t d = 0; d < dimension; ++d) values[i * dimension + d] = length * normal(random);
    }
    std::vector<Item> items;
    for (std::size_t i = 0; i < count; ++i)
        items.push_back({static_cast<Id>(i), 0, std::span(values).subspan(i * dimension, dimension)});
    Index index({.dimension = dimension});
    index.upsert(items);
    std::size_t found = 0;
    for (std::size_t q = 0; q < count; q += 40) {
        const auto exact = index.exact_search(items[q].vector, {.k = 10});
        for (const Hit& hit : index.search(items[q].vector, {.k = 10, .ef = 100}))
            found += std::ranges::find(exact, hit.id, &Hit::id) != exact.end() ? 1 : 0;
    }
    EXPECT_GE(found, 950U) << "of 1,000";
}

TEST(Search, QueriesOfAnyLengthAndAnywhereAreAnswered) {
    const Clustered data(4'100, 24, 100);
    for (const Metric metric : {Metric::l2, Metric::inner_product, Metric::cosine}) {
        Index index({.dimension = 24, .metric = metric});
        index.upsert(data.items(0, 4'000));
        for (const float factor : {1e-4F, 30.0F, 1e4F}) {
            std::size_t found = 0;
            for (std::size_t q = 4'000; q < 4'100; ++q) {
                std::vector<float> query(data[q].begin(), data[q].end());
                for (float& value : query) value *= factor;
                const auto exact = index.exact_search(query, {.k = 10});
                for (const Hit& hit : index.search(query, {.k = 10, .ef = 200}))
                    found += std::ranges::find(exact, hit.id, &Hit::id) != exact.end() ? 1 : 0;
            }
            EXPECT_GE(found, 900U) << "of 1,000, " << metric_name(metric) << ", times " << factor;
        }
    }
}

TEST(Search, AnOutlierDoesNotBlindTheIndex) {
    const Clustered data(2'050, 16, 50);
    Index index({.dimension = 16});
    index.upsert(data.items(0, 2'000));
    index.upsert(5'000, 0, std::vector<float>(16, 1e5F));
    EXPECT_GE(test::recall(index, data, 2'000, 50, {.k = 10, .ef = 100}), 0.95);
}

TEST(Search, FindsEveryVectorByItself) {
    Index index({.dimension = 32});
    index.upsert(twenty_thousand().items(0, 3'000));
    std::size_t found = 0;
    for (std::size_t i = 0; i < 3'000; ++i)
        found += index.search(twenty_thousand()[i], {.k = 1}).front().id == static_cast<Id>(i) ? 1 : 0;
    EXPECT_GE(found, 2'995);
}

TEST(Search, AnswersTheSameGraphForTheSameSeedWithOneThread) {
    Index first({.dimension = 32});
    Index second({.dimension = 32});
    first.upsert(twenty_thousand().items(0, 2'000), {.threads = 1});
    second.upsert(twenty_thousand().items(0, 2'000), {.threads = 1});
    for (std::size_t q = 20'000; q < 20'050; ++q)
        EXPECT_EQ(first.search(twenty_thousand()[q], {.k = 5, .ef = 5}),
                  second.search(twenty_thousand()[q], {.k = 5, .ef = 5}));
}

TEST(DistinctGroups, AreTheNearestGroupsEachWithItsNearestVector) {
    const Clustered data(6'100, 32, 1'000);
    Index index({.dimension = 32});
    index.upsert(data.items(0, 6'000));
    const SearchOptions options{.k = 10, .ef = 100, .distinct_groups = true};
    EXPECT_GE(test::recall(index, data, 6'000, 100, options), 0.95);
    const auto hits = index.search(data[6'000], options);
    std::set<Group> groups;
    for (const Hit& hit : hits) groups.insert(hit.group);
    EXPECT_EQ(groups.size(), 10);
    EXPECT_TRUE(std::ranges::is_sorted(hits, {}, &Hit::distance));
}

TEST(DistinctGroups, AreFoundBehindAGroupWithThousandsOfNearerVectors) {
    // 4,000 vectors of one group around the query's place, and 600 groups of one vector elsewhere.
    const Clustered near(4'001, 16, 1, 3);
    const Clustered elsewhere(600, 16, 600, 4);
    Index index({.dimension = 16});
    auto items = near.items(0, 4'000);
    for (std::size_t i = 0; i < 600; ++i)
        items.push_back({static_cast<Id>(10'000 + i), static_cast<Group>(1'000 + i), elsewhere[i]});
    index.upsert(items);
    ASSERT_EQ(index.groups(), 601);
    const SearchOptions options{.k = 5, .ef = 100, .distinct_groups = true};
    const auto hits = index.search(near[4'000], options);
    const auto truth = index.exact_search(near[4'000], options);
    ASSERT_EQ(hits.size(), 5);
    EXPECT_EQ(hits.front().group, 0);
    EXPECT_EQ(hits, truth);
}

TEST(DistinctGroups, AreAllThereWhereFewerThanKExist) {
    const Clustered data(500, 8, 3);
    Index index({.dimension = 8});
    index.upsert(data.items(0, 500));
    EXPECT_EQ(index.search(data[0], {.k = 10, .ef = 100, .distinct_groups = true}).size(), 3);
}

}  // namespace
}  // namespace hnsw
