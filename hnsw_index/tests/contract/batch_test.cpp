/// Many queries at once, and queries by id, answer as single queries do.

#include <gmock/gmock.h>

#include <limits>

#include "clustered.hpp"
#include "kinds.hpp"

namespace hnsw {
namespace {

using test::Clustered;

class Batch : public test::WithKind {};
INSTANTIATE_TEST_SUITE_P(Kinds, Batch, test::all_kinds(), test::kind_name);

TEST_P(Batch, AnswersAsSingleSearchesDoInTheOrderOfTheQueries) {
    constexpr std::size_t dimension = 13;
    const Clustered data(1'241, dimension, 60);
    Index index(options(dimension));
    index.upsert(data.items(0, 1'200), {.threads = 1});
    std::vector<float> queries;
    for (std::size_t q = 1'200; q < data.size(); ++q)
        queries.insert(queries.end(), data[q].begin(), data[q].end());
    IdBitmap allowed(1'200);
    for (Id id = 0; id < 1'200; id += 3) allowed.insert(id);
    for (const SearchOptions& search :
         {SearchOptions{.k = 7, .ef = 30}, SearchOptions{.k = 5, .ef = 30, .distinct_groups = true},
          SearchOptions{.k = 5, .ef = 30, .filter = [](Id id) { return id % 2 == 1; }},
          SearchOptions{.k = 5, .ef = 30, .allowed = &allowed}}) {
        for (const unsigned threads : {0, 1, 3, 200}) {
            const auto answers = index.search_batch(queries, search, threads);
            ASSERT_EQ(answers.size(), 41U);
            for (std::size_t i = 0; i < answers.size(); ++i)
                ASSERT_EQ(answers[i], index.search(data[1'200 + i], search)) << i << ", " << threads;
        }
    }
}

TEST_P(Batch, OfNoQueriesHasNoAnswersAndOfOneHasOne) {
    const Clustered data(50, 5, 4);
    Index index(options(5));
    EXPECT_EQ(index.search_batch(data[0]).at(0).size(), 0U);
    index.upsert(data.items(0, 50));
    EXPECT_TRUE(index.search_batch({}).empty());
    EXPECT_EQ(index.search_batch(data[0]), std::vector<std::vector<Hit>>{index.search(data[0])});
}

class ById : public test::WithKind {};
INSTANTIATE_TEST_SUITE_P(Kinds, ById, test::all_kinds(), test::kind_name);

TEST_P(ById, LeavesItselfOutAndFindsWhatItsVectorWould) {
    const Clustered data(2'000, 13, 60);
    Index index(options(13));
    index.upsert(data.items(0, 2'000), {.threads = 1});
    std::size_t same = 0;
    for (Id id = 0; id < 50; ++id) {
        const auto hits = index.search_by_id(id, {.k = 10, .ef = 100});
        ASSERT_EQ(hits.size(), 10U);
        auto all = index.exact_search(*index.vector_of(id), {.k = 11});
        std::erase_if(all, [&](const Hit& hit) { return hit.id == id; });
        for (const Hit& hit : hits) {
            EXPECT_NE(hit.id, id);
            same += std::ranges::find(all, hit.id, &Hit::id) != all.end() ? 1 : 0;
        }
    }
    EXPECT_GE(same, 475U) << "of 500";
}

TEST_P(ById, FindsItsCopies) {
    const Clustered data(500, 13, 20);
    auto items = data.items(0, 500);
    items.push_back({9'000, 7, data[3]});
    Index index(options(13));
    index.upsert(items);
    if (index.options().metric == Metric::inner_product) return;  // there, longer vectors are nearer
    EXPECT_EQ(index.search_by_id(3, {.k = 1, .ef = 50}).at(0).id, 9'000);
    EXPECT_EQ(index.search_by_id(9'000, {.k = 1, .ef = 50}).at(0).id, 3);
}

TEST_P(ById, HoldsToFiltersAndGroups) {
    const Clustered data(1'000, 13, 20);
    Index index(options(13));
    index.upsert(data.items(0, 1'000));
    for (const Hit& hit :
         index.search_by_id(4, {.k = 20, .ef = 50, .filter = [](Id id) { return id < 100; }}))
        EXPECT_TRUE(hit.id < 100 && hit.id != 4) << hit.id;
    const auto groups = index.search_by_id(4, {.k = 20, .ef = 50, .distinct_groups = true});
    EXPECT_EQ(groups.size(), 20U) << "its own group has others, who stand for it";
    for (const Hit& hit : groups) EXPECT_NE(hit.id, 4);
}

TEST_P(ById, OfTheOnlyVectorFindsNothing) {
    Index index(options(2));
    index.upsert(1, 1, std::vector<float>{1, 2});
    EXPECT_TRUE(index.search_by_id(1).empty());
    index.upsert(2, 1, std::vector<float>{2, 2});
    EXPECT_EQ(index.search_by_id(1).at(0).id, 2);
}

TEST_P(ById, OfAnIdThatIsNotThereIsRefused) {
    Index index(options(2));
    const auto refused = [&](Id id) {
        try {
            (void)index.search_by_id(id);
        } catch (const Error& error) {
            EXPECT_THAT(error.what(), testing::HasSubstr(std::to_string(id)));
            return error.code() == ErrorCode::invalid_argument;
        }
        return false;
    };
    EXPECT_TRUE(refused(1));
    index.upsert(1, 1, std::vector<float>{1, 2});
    EXPECT_FALSE(refused(1));
    EXPECT_TRUE(refused(std::numeric_limits<Id>::min()));
    index.erase(1);
    EXPECT_TRUE(refused(1));
}

TEST(Ids, AreThoseThatAreThere) {
    const Clustered data(300, 5, 10);
    Index index({.dimension = 5});
    EXPECT_TRUE(index.ids().empty());
    index.upsert(data.items(0, 300));
    index.upsert(std::numeric_limits<Id>::max(), 1, data[0]);
    for (Id id = 0; id < 298; ++id) index.erase(id);
    EXPECT_THAT(index.ids(), testing::UnorderedElementsAre(298, 299, std::numeric_limits<Id>::max()));
}

}  // namespace
}  // namespace hnsw
