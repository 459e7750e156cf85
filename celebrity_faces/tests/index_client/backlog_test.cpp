#include "index_client/backlog.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <random>

namespace faces {
namespace {

using ::testing::ElementsAre;

std::vector<FaceId> ids(const std::vector<Hit>& hits) {
    std::vector<FaceId> found;
    for (const Hit& hit : hits) {
        found.push_back(hit.face);
    }
    return found;
}

TEST(Backlog, FindsTheNearestFaceOfEachPerson) {
    Backlog backlog(1, hnsw::Metric::l2);
    for (int i = 0; i < 20; ++i) {
        backlog.put({i, 1, {static_cast<float>(i) / 100}});
    }  // one person twenty times
    backlog.put({100, 2, {5}});
    backlog.put({101, 3, {-7}});
    const Embedding query{0.1F};
    EXPECT_THAT(ids(backlog.search(query, 2)), ElementsAre(10, 100));
    EXPECT_THAT(ids(backlog.search(query, 10)), ElementsAre(10, 100, 101));
    EXPECT_NEAR(backlog.search(query, 3)[2].distance, 7.1, 1e-5);
}

TEST(Backlog, DistancesAreThoseOfTheMetric) {
    std::mt19937 random(1);
    std::normal_distribution<float> normal;
    Embedding a(37), b(37);
    double l2 = 0, inner = 0, aa = 0, bb = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        a[i] = normal(random);
        b[i] = normal(random);
        l2 += (a[i] - b[i]) * (a[i] - b[i]);
        inner += a[i] * b[i];
        aa += a[i] * a[i];
        bb += b[i] * b[i];
    }
    const std::map<hnsw::Metric, double> expected{{hnsw::Metric::l2, std::sqrt(l2)},
                                                  {hnsw::Metric::inner_product, -inner},
                                                  {hnsw::Metric::cosine, 1 - inner / std::sqrt(aa * bb)}};
    for (const auto& [metric, value] : expected) {
        Backlog backlog(a.size(), metric);
        backlog.put({1, 1, a});
        EXPECT_NEAR(backlog.search(b, 1).at(0).distance, value, 1e-4);
    }
}

TEST(Backlog, ReplacesErasesAndKnowsVersions) {
    Backlog backlog(1, hnsw::Metric::l2);
    for (int i = 0; i < 5; ++i) {
        backlog.put({i, i, {static_cast<float>(i)}});
    }
    const auto before = backlog.last(2);
    EXPECT_EQ(before.size(), 2U);
    EXPECT_TRUE(backlog.holds(before[0].face.face, before[0].version));
    backlog.put({3, 3, {50}});
    EXPECT_FALSE(backlog.holds(3, before[0].version)) << "replaced";
    backlog.erase(0);
    backlog.erase(99);
    EXPECT_EQ(backlog.size(), 4U);
    const Embedding query{0};
    EXPECT_THAT(ids(backlog.search(query, 5)), ElementsAre(1, 2, 4, 3));
    backlog.clear();
    EXPECT_TRUE(backlog.search(query, 5).empty());
    EXPECT_TRUE(backlog.last(9).empty());
}

TEST(Merged, TakesEachPersonOnceFromWhereTheyAreNearer) {
    const std::vector<Hit> a{{1, 10, 0.1F}, {2, 20, 0.5F}}, b{{3, 20, 0.2F}, {4, 30, 0.3F}};
    EXPECT_THAT(ids(merged(a, b, 2)), ElementsAre(1, 3));
    EXPECT_THAT(ids(merged(a, b, 9)), ElementsAre(1, 3, 4));
}

}  // namespace
}  // namespace faces
