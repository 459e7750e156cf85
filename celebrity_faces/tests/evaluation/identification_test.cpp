#include "evaluation/identification.hpp"

#include <gtest/gtest.h>

namespace faces {
namespace {

TEST(Identify, CountsPeopleAndNotTheirPhotos) {
    // For a's probe at 0: b's two photos are nearer than a's other photo, but b is one person.
    const std::vector<LabelledEmbedding> faces{{"a", {0}}, {"a", {3}}, {"b", {1}}, {"b", {1.5}}, {"c", {50}}};
    const Identification result = identify(faces, {}, 2);
    EXPECT_EQ(result.probes, 4U) << "c has one photo alone";
    EXPECT_DOUBLE_EQ(result.rank_1, 0.5) << "b finds itself twice";
    EXPECT_DOUBLE_EQ(result.rank_5, 1);
}

TEST(Identify, AFaceThatWasNotFoundIsAWrongAnswer) {
    const std::vector<LabelledEmbedding> faces{{"a", {0}}, {"a", {0.1F}}, {"b", {9}}};
    const std::vector<std::string> missing{"a", "d"};
    const Identification result = identify(faces, missing, 1);
    EXPECT_EQ(result.probes, 3U);
    EXPECT_DOUBLE_EQ(result.rank_1, 2.0 / 3);
}

}  // namespace
}  // namespace faces
