#include "lookalike/similarity.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <vector>

namespace faces {
namespace {

const EmbedderInfo embedder{"mobilefacenet", 128, "l2", "f32"};

TEST(Similarity, FallsWithTheDistanceFromAllToNothing) {
    const Similarity similarity(*stranger_distances(embedder));
    for (const std::size_t faces : {1U, 20U, 10'000U, 1'000'000U}) {
        double last = 100.1;
        for (float distance = 0; distance < 1.15F; distance += 0.05F) {
            const double value = similarity.per_cent(distance, faces);
            EXPECT_TRUE(value < last || last < 1e-9) << distance << " among " << faces;
            EXPECT_GE(value, 0);
            last = value;
        }
        EXPECT_GT(similarity.per_cent(0, faces), 99.9);
        EXPECT_LT(similarity.per_cent(2, faces), faces < 100 ? 60 : 0.1);
    }
}

TEST(Similarity, OfStrangersOneInAHundredReachesNinetyAndHalfReachFifty) {
    const StrangerDistances strangers{.mean = 1.2, .deviation = 0.1};
    const Similarity similarity(strangers);
    std::mt19937 random(1);
    std::normal_distribution<double> distance(strangers.mean, strangers.deviation);
    for (const std::size_t faces : {10U, 1000U}) {
        constexpr int searches = 4000;
        int ninety = 0, fifty = 0;
        for (int i = 0; i < searches; ++i) {
            double nearest = 10;
            for (std::size_t f = 0; f < faces; ++f) nearest = std::min(nearest, distance(random));
            const double value = similarity.per_cent(static_cast<float>(nearest), faces);
            ninety += value >= 90 ? 1 : 0;
            fifty += value >= 50 ? 1 : 0;
        }
        EXPECT_NEAR(ninety, 0.01 * searches, 25) << faces;
        EXPECT_NEAR(fifty, 0.5 * searches, 130) << faces;
    }
}

TEST(Similarity, TheSameDistanceIsLessInALargerGallery) {
    const Similarity similarity(*stranger_distances(embedder));
    EXPECT_GT(similarity.per_cent(0.9F, 100), similarity.per_cent(0.9F, 10'000) + 10);
}

TEST(Similarity, TheDistanceOfAPerCentGetsIt) {
    const Similarity similarity(*stranger_distances(embedder));
    for (const std::size_t faces : {1U, 20U, 10'000U}) {
        const double distance = similarity.distance(same_person_per_cent, faces);
        EXPECT_NEAR(similarity.per_cent(static_cast<float>(distance), faces), same_person_per_cent, 0.01);
    }
    EXPECT_LT(similarity.distance(100.1, 10), 1e-6) << "none gets so much";
}

TEST(Similarity, AnEmbedderThatWasNeverFittedHasNoStrangers) {
    EXPECT_FALSE(stranger_distances({"facenet", 512, "l2", "f32"}));
    EXPECT_TRUE(stranger_distances({"dlib-resnet-v1", 128, "l2", "f32"}));
}

TEST(Similarity, TheChanceLimitIsWhereSoManyPairsOfStrangersLie) {
    // 1001 * 1000 / 2 pairs, of which 1.35 in a thousand lie three deviations below the mean.
    const double limit = chance_limit({.mean = 10, .deviation = 2}, 1001, 500500 * 0.001349898);
    EXPECT_NEAR(limit, 10 - 3 * 2, 1e-3);
    EXPECT_GE(chance_limit({.mean = 0.1, .deviation = 2}, 1001, 1), 0) << "no distance is below zero";
}

}  // namespace
}  // namespace faces
