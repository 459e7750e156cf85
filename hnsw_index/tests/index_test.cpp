#include "hnsw/index.hpp"

#include <gmock/gmock.h>

#include <atomic>
#include <cmath>
#include <functional>
#include <limits>
#include <thread>

#include "clustered.hpp"

namespace hnsw {
namespace {

using test::Clustered;
using testing::AllOf;
using testing::HasSubstr;

std::string refusal(const std::function<void()>& action) {
    try {
        action();
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::invalid_argument);
        return error.what();
    }
    return "not refused";
}

TEST(Index, MeasuresTheEuclideanDistanceItself) {
    Index index({.dimension = 2});
    index.upsert(1, 10, std::vector<float>{3, 4});
    EXPECT_EQ(index.search(std::vector<float>{0, 0}).front(), (Hit{1, 10, 5}));
}

TEST(Index, MeasuresTheNegatedInnerProduct) {
    Index index({.dimension = 2, .metric = Metric::inner_product});
    index.upsert(1, 10, std::vector<float>{3, 4});
    EXPECT_EQ(index.search(std::vector<float>{2, 1}).front(), (Hit{1, 10, -10}));
}

TEST(Index, MeasuresOneMinusTheCosineAndKeepsUnitVectors) {
    Index index({.dimension = 2, .metric = Metric::cosine});
    index.upsert(1, 10, std::vector<float>{3, 4});
    EXPECT_NEAR(index.search(std::vector<float>{4, 3}).front().distance, 1 - 24.0 / 25.0, 1e-6);
    EXPECT_THAT(*index.vector_of(1), testing::ElementsAre(testing::FloatEq(0.6F), testing::FloatEq(0.8F)));
}

TEST(Index, RefusesVectorsOfAnotherLengthAndNamesBoth) {
    Index index({.dimension = 128});
    const std::vector<float> wrong(96, 1);
    EXPECT_EQ(refusal([&] { index.upsert(5, 0, wrong); }),
              "the vector of id 5 has 96 dimensions, the index wants 128");
    EXPECT_EQ(refusal([&] { static_cast<void>(index.search(wrong)); }),
              "the query has 96 dimensions, the index wants 128");
}

TEST(Index, RefusesValuesThatAreNotFiniteAndSaysWhere) {
    Index index({.dimension = 3});
    for (const float bad : {std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity()})
        EXPECT_THAT(refusal([&] {
                        index.upsert(5, 0, std::vector<float>{1, bad, 2});
                    }),
                    AllOf(HasSubstr("id 5"), HasSubstr("position 1"), HasSubstr("finite")));
    EXPECT_THAT(refusal([&] { index.upsert(5, 0, std::vector<float>{1e30F, 0, 0}); }), HasSubstr("length"));
}

TEST(Index, RefusesTheZeroVectorForTheCosineOnly) {
    const std::vector<float> zero(3, 0);
    Index cosine({.dimension = 3, .metric = Metric::cosine});
    EXPECT_THAT(refusal([&] { cosine.upsert(1, 0, zero); }), HasSubstr("length 0"));
    Index l2({.dimension = 3});
    l2.upsert(1, 0, zero);
    EXPECT_EQ(l2.size(), 1);
}

TEST(Index, ARefusedBatchChangesNothing) {
    Index index({.dimension = 2});
    const std::vector<float> good{1, 2};
    const std::vector<float> bad{1};
    const std::vector<Item> items{{1, 0, good}, {2, 0, bad}};
    EXPECT_THAT(refusal([&] { index.upsert(items); }), HasSubstr("id 2"));
    EXPECT_EQ(index.size(), 0);
}

TEST(Index, RefusesOptionsOutOfRange) {
    const auto make = [](IndexOptions options) { return refusal([&] { const Index index(options); }); };
    EXPECT_THAT(make({}), HasSubstr("dimension is 0"));
    EXPECT_THAT(make({.dimension = 4, .links = 1}), HasSubstr("links (M) is 1"));
    EXPECT_THAT(make({.dimension = 4, .base_links = 3}), HasSubstr("base_links (M0) is 3"));
    EXPECT_THAT(make({.dimension = 4, .ef_construction = 0}), HasSubstr("ef_construction is 0"));
    EXPECT_THAT(make({.dimension = 4, .level_multiplier = std::nan("")}),
                HasSubstr("level_multiplier is nan"));
}

TEST(Index, RefusesToSearchForNoResults) {
    const Index index({.dimension = 1});
    EXPECT_THAT(refusal([&] { static_cast<void>(index.search(std::vector<float>{1}, {.k = 0})); }),
                HasSubstr("k is 0"));
}

TEST(Index, AnswersAllThereIsWhereKIsLarger) {
    Index index({.dimension = 1});
    EXPECT_TRUE(index.search(std::vector<float>{1}, {.k = 5}).empty());
    index.upsert(1, 1, std::vector<float>{1});
    index.upsert(2, 1, std::vector<float>{4});
    EXPECT_THAT(index.search(std::vector<float>{3}, {.k = 5, .ef = 1}),
                testing::ElementsAre(Hit{2, 1, 1}, Hit{1, 1, 2}));
}

TEST(Index, OfItemsWithTheSameIdTheLastCounts) {
    Index index({.dimension = 1});
    const std::vector<float> first{1};
    const std::vector<float> last{9};
    index.upsert(std::vector<Item>{{1, 5, first}, {1, 6, last}});
    EXPECT_EQ(index.size(), 1);
    EXPECT_EQ(*index.vector_of(1), last);
    EXPECT_EQ(index.group_of(1), 6);
    EXPECT_EQ(index.groups(), 1);
}

TEST(Index, TheSameVectorCanChangeItsGroup) {
    Index index({.dimension = 1});
    const std::vector<float> vector{1};
    index.upsert(1, 5, vector);
    index.upsert(1, 6, vector);
    EXPECT_EQ(index.group_of(1), 6);
    EXPECT_EQ(index.groups(), 1);
}

TEST(Index, FindsAllOfManyEqualVectors) {
    Index index({.dimension = 4});
    const std::vector<float> vector{1, 2, 3, 4};
    std::vector<Item> items;
    for (Id id = 0; id < 2'000; ++id) items.push_back({id, id, vector});
    index.upsert(items);
    const auto hits = index.search(vector, {.k = 100, .ef = 100});
    ASSERT_EQ(hits.size(), 100);
    for (const Hit& hit : hits) EXPECT_EQ(hit.distance, 0);
}

TEST(Index, KnowsWhatItHolds) {
    Index index({.dimension = 2});
    const std::vector<float> vector{1, 2};
    index.upsert(-3, std::numeric_limits<Group>::min(), vector);
    EXPECT_TRUE(index.contains(-3));
    EXPECT_EQ(*index.vector_of(-3), vector);
    EXPECT_EQ(index.group_of(-3), std::numeric_limits<Group>::min());
    EXPECT_EQ(index.vector_of(4), std::nullopt);
    index.set_revision(12);
    EXPECT_EQ(index.revision(), 12);
    index.clear();
    EXPECT_EQ(index.size(), 0);
    EXPECT_EQ(index.revision(), 0);
}

TEST(Index, SearchesRunBesideWriters) {
    const Clustered data(1'500, 16, 30);
    Index index({.dimension = 16, .ef_construction = 40});
    index.upsert(data.items(0, 300));
    std::atomic<bool> writing = true;
    const auto search_on = [&] {
        std::size_t searches = 0;
        while (writing || searches < 10) {
            const auto hits = index.search(data[searches % data.size()], {.k = 5, .ef = 20});
            ASSERT_EQ(hits.size(), 5);
            ++searches;
        }
    };
    std::thread first(search_on);
    std::thread second(search_on);
    for (std::size_t i = 300; i < 1'500; i += 100) {
        index.upsert(data.items(i, 100), {.threads = 2});
        for (std::size_t gone = i - 300; gone < i - 250; ++gone)
            EXPECT_TRUE(index.erase(static_cast<Id>(gone)));
    }
    writing = false;
    first.join();
    second.join();
    EXPECT_EQ(index.size(), 900);
    EXPECT_GE(test::recall(index, data, 0, 200, {.k = 10, .ef = 100}), 0.95);
}

}  // namespace
}  // namespace hnsw
