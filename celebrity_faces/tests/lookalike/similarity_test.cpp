#include "lookalike/similarity.hpp"

#include <gtest/gtest.h>

#include "faces/error.hpp"

namespace faces {
namespace {

TEST(Similarity, FallsWithTheDistanceFromNearlyAllToNearlyNothing) {
    const Similarity similarity({"dlib-resnet-v1", 128, "l2", "f32"});
    double last = 100.1;
    for (float distance = 0; distance < 2; distance += 0.05F) {
        const double value = similarity.per_cent(distance);
        EXPECT_LT(value, last);
        EXPECT_GE(value, 0);
        last = value;
    }
    EXPECT_GT(similarity.per_cent(0), 99);
    EXPECT_LT(similarity.per_cent(1.2F), 1);
}

TEST(Similarity, AnEmbedderThatWasNeverFittedHasNone) {
    EXPECT_THROW(Similarity({"facenet", 512, "l2", "f32"}), Error);
}

}  // namespace
}  // namespace faces
