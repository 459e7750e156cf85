#include "vision/similarity_map.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "faces/error.hpp"

namespace faces {
namespace {

constexpr Landmarks square{{{0, 0}, {10, 0}, {5, 5}, {0, 10}, {10, 10}}};

TEST(FitSimilarity, FindsATurnAScaleAndAShift) {
    const double angle = 0.7, scale = 2.5;
    const SimilarityMap made{scale * std::cos(angle), scale * std::sin(angle), 3, -4};
    const SimilarityMap found = fit_similarity(square, mapped(square, made));
    EXPECT_NEAR(found.a, made.a, 1e-12);
    EXPECT_NEAR(found.b, made.b, 1e-12);
    EXPECT_NEAR(found.dx, 3, 1e-9);
    EXPECT_NEAR(found.dy, -4, 1e-9);
    EXPECT_NEAR(found.scale(), scale, 1e-12);
}

TEST(FitSimilarity, ErrorsAreSharedOut) {
    Landmarks moved = square;
    moved[0].x += 1;
    moved[1].x -= 1;
    const SimilarityMap map = fit_similarity(square, moved);
    EXPECT_LT(map.scale(), 1);
    EXPECT_GT(map.scale(), 0.9);
    EXPECT_NEAR(map(square[2]).x, 5, 1e-9);
}

TEST(FitSimilarity, OnePointOverAndOverGivesNoTurn) {
    Landmarks same;
    same.fill({4, 4});
    const SimilarityMap map = fit_similarity(same, square);
    EXPECT_EQ(map.scale(), 1);
    EXPECT_NEAR(map({4, 4}).x, 5, 1e-9);
}

/// Red grows by one a column, green by one a row.
Image ramps(int side) {
    Image image(side, side);
    for (int y = 0; y < side; ++y) {
        for (int x = 0; x < side; ++x) {
            image.row(y)[3 * x] = static_cast<std::uint8_t>(x);
            image.row(y)[3 * x + 1] = static_cast<std::uint8_t>(y);
        }
    }
    return image;
}

TEST(CutBy, ShowsThePixelsThatTheMapBringsThere) {
    const Image image = ramps(200);
    const Image same = cut_by({.a = 1, .b = 0, .dx = -30, .dy = -50}, image, 64, Beyond::black);
    EXPECT_EQ(same.row(0)[0], 30);
    EXPECT_EQ(same.row(20)[3 * 10], 40);
    EXPECT_EQ(same.row(20)[3 * 10 + 1], 70);
    // A quarter of the size: the mean of four columns, whose middle is 1.5 px from the first.
    const Image small = cut_by({.a = 0.25, .b = 0, .dx = -0.375, .dy = -0.375}, image, 40, Beyond::black);
    EXPECT_NEAR(small.row(10)[3 * 10], 41.5, 1);
    // A quarter turn: rows become columns.
    const Image turned = cut_by({.a = 0, .b = 1, .dx = 100, .dy = 0}, image, 64, Beyond::black);
    EXPECT_NEAR(turned.row(10)[3 * 60], 10, 1);
    EXPECT_NEAR(turned.row(10)[3 * 60 + 1], 40, 1);
}

TEST(CutBy, BeyondTheBorderIsBlackOrTheBorderRepeated) {
    Image white(20, 20);
    std::fill(white.pixels.begin(), white.pixels.end(), std::uint8_t{255});
    const SimilarityMap map{.a = 1, .b = 0, .dx = 10, .dy = 10};
    EXPECT_EQ(cut_by(map, white, 40, Beyond::black).row(2)[6], 0);
    EXPECT_EQ(cut_by(map, white, 40, Beyond::repeated).row(2)[6], 255);
    EXPECT_THROW((void)cut_by({.a = 1, .b = 0, .dx = 500, .dy = 0}, white, 40, Beyond::black), Error);
    EXPECT_THROW((void)cut_by({.a = 0, .b = 0, .dx = 0, .dy = 0}, white, 40, Beyond::black), Error);
}

}  // namespace
}  // namespace faces
