#include "evaluation/open_set.hpp"

#include <gtest/gtest.h>

#include "evaluation/wrong_labels.hpp"
#include "faces/error.hpp"

namespace faces {
namespace {

/// Two people with two photos each, and strangers at 10, 20, ... from the first.
std::vector<LabelledEmbedding> gallery_and_strangers(int strangers) {
    std::vector<LabelledEmbedding> faces{{"a", {0, 0}}, {"a", {0.5F, 0}}, {"b", {1000, 0}}, {"b", {1020, 0}}};
    for (int i = 1; i <= strangers; ++i) {
        faces.push_back({"stranger " + std::to_string(i), {0, static_cast<float>(10 * i)}});
    }
    return faces;
}

TEST(OpenSet, TheThresholdLetsTheWantedPartOfStrangersPass) {
    const std::vector<double> rates{0.1, 0.3};
    const OpenSet result = search_open_set(gallery_and_strangers(10), {}, rates, {});
    EXPECT_EQ(result.people, 2U);
    EXPECT_EQ(result.faces, 4U);
    EXPECT_EQ(result.strangers, 10U);
    EXPECT_DOUBLE_EQ(result.by_rate.at(0.1).threshold, 20) << "the stranger at 10 passes";
    EXPECT_DOUBLE_EQ(result.by_rate.at(0.1).found, 0.5) << "b's photos are 20 apart";
    EXPECT_DOUBLE_EQ(result.by_rate.at(0.3).found, 1);
}

TEST(OpenSet, AFaceThatWasNotFoundIsAWrongAnswer) {
    const std::vector<double> rates{0.3};
    const std::vector<std::string> missing{"b", "a stranger without a face"};
    EXPECT_DOUBLE_EQ(search_open_set(gallery_and_strangers(10), missing, rates, {}).by_rate.at(0.3).found,
                     4.0 / 5);
}

TEST(OpenSet, NeedsStrangersAndPeopleWhoAreNot) {
    const std::vector<double> rates{0.1};
    EXPECT_THROW((void)search_open_set(gallery_and_strangers(0), {}, rates, {}), Error);
    EXPECT_THROW((void)search_open_set({}, {}, rates, {}), Error);
}

TEST(WrongLabels, AreTheNearPairsOfTwoNames) {
    const std::vector<LabelledEmbedding> faces{{"a", {0}}, {"a", {0.1F}}, {"b", {0.3F}}, {"c", {9}}};
    const auto labels = wrong_labels(faces, 0.25, {});
    ASSERT_EQ(labels.size(), 1U);
    EXPECT_EQ(labels[0].a, 1U);
    EXPECT_EQ(labels[0].b, 2U);
    const auto rest = without(faces, labels);
    ASSERT_EQ(rest.size(), 2U);
    EXPECT_EQ(rest[0].embedding, faces[0].embedding);
    EXPECT_EQ(rest[1].person, "c");
}

}  // namespace
}  // namespace faces
