#include "hnsw/index.hpp"

#include <gmock/gmock.h>

#include <chrono>
#include <cmath>
#include <limits>

#include "clustered.hpp"

namespace hnsw {
namespace {

using test::Clustered;

TEST(Index, FindsTenOfTheTenNearestInMoreThanNineteenOfTwentyCases) {
    const Clustered data(20'200, 64, 400);
    for (const Metric metric : {Metric::l2, Metric::inner_product, Metric::cosine}) {
        Index index({.dimension = 64, .metric = metric});
        index.upsert(data.items(0, 20'000));
        EXPECT_GE(test::recall(index, data, 20'000, 200, {.k = 10, .ef = 100}), 0.95) << metric_name(metric);
    }
}

}  // namespace
}  // namespace hnsw
