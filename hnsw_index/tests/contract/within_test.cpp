/// Range searches against brute force.

#include <gmock/gmock.h>

#include <cmath>
#include <limits>

#include "awkward.hpp"
#include "brute_force.hpp"
#include "clustered.hpp"
#include "kinds.hpp"

namespace hnsw {
namespace {

using test::Awkward;
using test::BruteForce;
using test::Clustered;
using test::Near;

constexpr float infinity = std::numeric_limits<float>::infinity();

class Within : public test::WithKind {
  protected:
    /// Everything inside of the radius, nothing outside; on the edge, as rounding has it.
    static void expect_all(const BruteForce& truth, std::span<const float> query, float radius,
                           const std::vector<Hit>& hits) {
        truth.expect_true(query, hits);
        std::size_t inside = 0;
        std::size_t edge = 0;
        for (const Near& near : truth.ranked(query)) {
            inside += near.distance < radius - near.tolerance ? 1 : 0;
            edge += std::abs(near.distance - radius) <= near.tolerance ? 1 : 0;
        }
        EXPECT_GE(hits.size(), inside);
        EXPECT_LE(hits.size(), inside + edge);
        for (const Hit& hit : hits) EXPECT_LE(hit.distance, radius);
    }
    /// Radii with none, few, many and all inside.
    static std::vector<float> radii(const BruteForce& truth, std::span<const float> query) {
        const auto near = truth.ranked(query);
        std::vector<float> radii;
        for (const std::size_t rank : {std::size_t{0}, std::size_t{7}, near.size() / 4, near.size() - 1})
            radii.push_back(static_cast<float>(near[rank].distance + 2 * near[rank].tolerance));
        radii.push_back(static_cast<float>(near[0].distance - 2 * near[0].tolerance - 1e-3));
        return radii;
    }
};
INSTANTIATE_TEST_SUITE_P(Kinds, Within, test::all_kinds(), test::kind_name);

TEST_P(Within, ExactSearchesFindAllInsideAndNothingOutside) {
    for (const std::size_t dimension : {1, 2, 9, 31, 128}) {
        SCOPED_TRACE(dimension);
        const IndexOptions kind = options(dimension);
        const Awkward data(320, dimension, kind.metric != Metric::cosine, 4);
        const BruteForce truth(kind, data.items(301));
        Index index(kind);
        index.upsert(truth.items(), {.threads = 1});
        for (std::size_t q = 301; q < 320; ++q)
            for (const float radius : radii(truth, data[q]))
                expect_all(truth, data[q], radius, index.exact_search_within(data[q], radius));
    }
}

TEST_P(Within, SearchesFindNearlyAllInsideAndNothingOutside) {
    const IndexOptions kind = options(16);
    const Clustered data(3'030, 16, 100);
    const BruteForce truth(kind, data.items(0, 3'000));
    Index index(kind);
    index.upsert(truth.items(), {.threads = 1});
    std::size_t wanted = 0;
    std::size_t found = 0;
    for (std::size_t q = 3'000; q < 3'030; ++q)
        for (const float radius : radii(truth, data[q])) {
            const auto hits = index.search_within(data[q], radius);
            const auto all = index.exact_search_within(data[q], radius);
            EXPECT_LE(hits.size(), all.size());
            for (const Hit& hit : hits) {
                EXPECT_LE(hit.distance, radius);
                EXPECT_NE(std::ranges::find(all, hit.id, &Hit::id), all.end()) << hit.id;
            }
            EXPECT_TRUE(std::ranges::is_sorted(hits, {}, &Hit::distance));
            wanted += all.size();
            found += hits.size();
        }
    EXPECT_GE(static_cast<double>(found), 0.99 * static_cast<double>(wanted)) << "of " << wanted;
}

TEST_P(Within, InfinityIsEverythingAndItsNegativeIsNothing) {
    const Clustered data(1'001, 7, 40);
    Index index(options(7));
    index.upsert(data.items(0, 1'000), {.threads = 1});
    EXPECT_EQ(index.exact_search_within(data[1'000], infinity).size(), 1'000U);
    EXPECT_EQ(index.search_within(data[1'000], infinity).size(), 1'000U);
    EXPECT_TRUE(index.exact_search_within(data[1'000], -infinity).empty());
    EXPECT_TRUE(index.search_within(data[1'000], -infinity).empty());
}

TEST_P(Within, ARadiusThatIsNoNumberIsRefused) {
    const Clustered data(20, 7, 4);
    Index index(options(7));
    index.upsert(data.items(0, 20));
    const float none = std::numeric_limits<float>::quiet_NaN();
    EXPECT_THROW((void)index.exact_search_within(data[0], none), Error);
    EXPECT_THROW((void)index.search_within(data[0], none), Error);
}

TEST_P(Within, AnEmptyIndexHasNothing) {
    const Index index(options(3));
    const std::vector<float> query{1, 2, 3};
    EXPECT_TRUE(index.search_within(query, infinity).empty());
    EXPECT_TRUE(index.exact_search_within(query, infinity).empty());
}

TEST(WithinL2, RadiusZeroIsTheVectorItselfAndItsCopies) {
    const Clustered data(2'000, 12, 50);
    Index index({.dimension = 12});
    auto items = data.items(0, 2'000);
    for (Id id = 0; id < 40; ++id) items.push_back({5'000 + id, 9, data[77]});
    index.upsert(items);
    for (const auto& hits : {index.search_within(data[77], 0), index.exact_search_within(data[77], 0)}) {
        EXPECT_EQ(hits.size(), 41U);
        for (const Hit& hit : hits) EXPECT_TRUE(hit.id == 77 || hit.id >= 5'000) << hit.id;
    }
    EXPECT_EQ(index.search_within(data[3], 0), (std::vector<Hit>{{3, items[3].group, 0}}));
}

TEST(WithinL2, ANegativeRadiusHasNothing) {
    const Clustered data(500, 12, 50);
    Index index({.dimension = 12});
    index.upsert(data.items(0, 500));
    EXPECT_TRUE(index.search_within(data[3], -0.5F).empty());
    EXPECT_TRUE(index.exact_search_within(data[3], -0.5F).empty());
}

TEST(WithinL2, FiltersHoldThere) {
    const Clustered data(2'001, 12, 50);
    Index index({.dimension = 12});
    const BruteForce truth({.dimension = 12}, data.items(0, 2'000));
    index.upsert(truth.items());
    const BruteForce even = truth.only([](const Item& item) { return item.id % 2 == 0; });
    const auto near = even.ranked(data[2'000]);
    const auto radius = static_cast<float>(near[300].distance + 1e-3);
    const auto hits = index.search_within(data[2'000], radius, {.filter = [](Id id) { return id % 2 == 0; }});
    even.expect_true(data[2'000], hits);
    EXPECT_GE(hits.size(), 298U);
}

TEST(WithinL2, AVectorThatWasErasedIsNotWithin) {
    const Clustered data(1'000, 12, 50);
    Index index({.dimension = 12});
    index.upsert(data.items(0, 1'000));
    for (Id id = 0; id < 100; ++id) index.erase(id);
    for (std::size_t i = 0; i < 100; ++i) EXPECT_TRUE(index.search_within(data[i], 0).empty());
}

}  // namespace
}  // namespace hnsw
