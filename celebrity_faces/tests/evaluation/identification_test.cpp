#include "evaluation/identification.hpp"

#include <gtest/gtest.h>

namespace faces {
namespace {

TEST(Identify, CountsPeopleAndNotTheirPhotos) {
    // For a's probe at 0: b's two photos are nearer than a's other photo, but b is one person.
    const std::vector<LabelledEmbedding> faces{{"a", {0}}, {"a", {3}}, {"b", {1}}, {"b", {1.5}}, {"c", {50}}};
    const Identification result = identify(faces, {}, {.threads = 2});
    EXPECT_EQ(result.probes, 4U) << "c has one photo alone";
    EXPECT_DOUBLE_EQ(result.rank_1, 0.5) << "b finds itself twice";
    EXPECT_DOUBLE_EQ(result.rank_5, 1);
}

TEST(Identify, AFaceThatWasNotFoundIsAWrongAnswer) {
    const std::vector<LabelledEmbedding> faces{{"a", {0}}, {"a", {0.1F}}, {"b", {9}}};
    const std::vector<std::string> missing{"a", "d"};
    const Identification result = identify(faces, missing, {});
    EXPECT_EQ(result.probes, 3U);
    EXPECT_DOUBLE_EQ(result.rank_1, 2.0 / 3);
}

TEST(Identify, APersonWhoseOtherPhotosHaveNoFaceIsNotFound) {
    const std::vector<LabelledEmbedding> faces{{"a", {0}}, {"b", {9}}};
    const std::vector<std::string> missing{"a"};
    const Identification result = identify(faces, missing, {});
    EXPECT_EQ(result.probes, 2U);
    EXPECT_DOUBLE_EQ(result.rank_5, 0);
}

TEST(PeopleDistances, SeveralPhotosAnswerByTheNearestByTheirMeanOrByBoth) {
    const std::vector<LabelledEmbedding> faces{{"a", {1, 0}}, {"a", {0, 1}}, {"b", {-1, 0}}};
    const Embedding probe{1, 0};
    const auto to = [&](Together together) { return PeopleDistances(faces, together)(probe); };
    EXPECT_FLOAT_EQ(to(Together::nearest)[0], 0);
    const float to_mean = std::sqrt(2 - std::sqrt(2.0F));  // between the two, on the unit circle
    EXPECT_FLOAT_EQ(to(Together::mean)[0], to_mean);
    EXPECT_FLOAT_EQ(to(Together::both)[0], to_mean / 2);
    for (const Together together : {Together::nearest, Together::mean, Together::both}) {
        EXPECT_FLOAT_EQ(to(together)[1], 2) << "one photo is its own mean";
    }
}

TEST(PeopleDistances, ALeftOutFaceTakesNoPartInTheMeanEither) {
    const std::vector<LabelledEmbedding> faces{{"a", {1, 0}}, {"a", {0, 1}}, {"b", {-1, 0}}};
    for (const Together together : {Together::nearest, Together::mean, Together::both}) {
        const PeopleDistances distances_of(faces, together);
        EXPECT_FLOAT_EQ(distances_of({1, 0}, 0)[0], std::sqrt(2.0F));
        EXPECT_TRUE(std::isinf(distances_of({-1, 0}, 2)[1])) << "nobody is left of b";
    }
}

}  // namespace
}  // namespace faces
