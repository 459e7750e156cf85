#include "vision/boxes.hpp"

#include <gtest/gtest.h>

namespace faces {
namespace {

TEST(SuppressNonMaxima, KeepsTheBestOfEachHeap) {
    const auto kept = suppress_non_maxima({{.box = {0, 0, 10, 10}, .refined = {}, .score = 0.8},
                                           {.box = {1, 1, 10, 10}, .refined = {}, .score = 0.9},
                                           {.box = {50, 50, 10, 10}, .refined = {}, .score = 0.7}},
                                          0.5, Overlap::of_union);
    ASSERT_EQ(kept.size(), 2U);
    EXPECT_EQ(kept[0].score, 0.9);
    EXPECT_EQ(kept[1].score, 0.7);
}

TEST(SuppressNonMaxima, ABoxInsideAnotherFallsOnlyByTheSmallersPart) {
    const std::vector<Candidate> candidates{{.box = {0, 0, 100, 100}, .refined = {}, .score = 0.9},
                                            {.box = {40, 40, 20, 20}, .refined = {}, .score = 0.8}};
    EXPECT_EQ(suppress_non_maxima(candidates, 0.7, Overlap::of_union).size(), 2U);
    EXPECT_EQ(suppress_non_maxima(candidates, 0.7, Overlap::of_smaller).size(), 1U);
}

TEST(Boxes, AreSquaredAroundTheirCentreAndMovedInPartsOfThemselves) {
    const Box square = squared({10, 20, 30, 60});
    EXPECT_EQ(square.width, 60);
    EXPECT_EQ(square.x, -5);
    EXPECT_EQ(square.y, 20);
    const std::vector<float> offsets{0.5F, -0.25F, 0.5F, 0.25F};
    const Box box = moved({0, 0, 100, 200}, std::span<const float, 4>(offsets.data(), 4));
    EXPECT_EQ(box.x, 50);
    EXPECT_EQ(box.y, -50);
    EXPECT_EQ(box.width, 100);
    EXPECT_EQ(box.height, 300);
}

TEST(LargestFirst, SortsAndScalesBack) {
    const std::vector<Candidate> candidates{
        {.box = {1, 1, 2, 2}, .refined = {}, .score = 0.9},
        {.box = {5, 6, 4, 4}, .refined = {}, .score = 0.8, .landmarks = {{{1, 2}}}}};
    const auto faces = largest_first(candidates, 3);
    EXPECT_EQ(faces[0].box.x, 15);
    EXPECT_EQ(faces[0].landmarks[0].y, 6);
    EXPECT_EQ(faces[1].score, 0.9);
}

}  // namespace
}  // namespace faces
