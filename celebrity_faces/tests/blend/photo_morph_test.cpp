/// The morph on photos, whose portraits are hard in one way or another.

#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <opencv2/core.hpp>

#include "blend/blend.hpp"
#include "blend/face_points.hpp"
#include "blend/pose.hpp"
#include "portraits.hpp"

namespace faces {
namespace {

using testing::each_pixel;

const Blender& morph() {
    static const auto made = make_landmark_morph({.models = FACES_MODELS, .concurrency = 1});
    return *made;
}
const FacePointFinder& finder() {
    static const FacePointFinder made(FACES_MODELS, {});
    return made;
}

double mean_difference(const Image& a, const Image& b) {
    double sum = 0;
    for (std::size_t i = 0; i < a.pixels.size(); ++i) {
        sum += std::abs(a.pixels[i] - b.pixels[i]);
    }
    return sum / static_cast<double>(a.pixels.size());
}

/// How far the middle's face lies from the shape half-way between both, in the pose of the first, in px.
double distance_from_the_middle(const Chip& a, const Chip& b) {
    const auto points_a = finder().find(a), points_b = finder().find(b);
    const auto found = finder().find({morph().blend(a, b, 0.5), a.landmarks});
    EXPECT_TRUE(points_a && points_b && found) << "the middle is to be seen as a face";
    if (!points_a || !points_b || !found) {
        return 0;
    }
    const FacePoints wanted = between(*points_a, in_pose_of(*points_b, *points_a), 0.5);
    double sum = 0;
    for (std::size_t i = 0; i < face_points; ++i) {
        sum += std::hypot(wanted[i].x - (*found)[i].x, wanted[i].y - (*found)[i].y);
    }
    return sum / static_cast<double>(face_points);
}

/// How far the head is turned, in degrees, by the depth of its cheeks' edges.
double turn_of(const FacePoints& p) {
    return std::atan2(p[454].z - p[234].z, p[454].x - p[234].x) * 180 / CV_PI;
}

TEST(PhotoMorph, TheMiddleIsAFaceWithAShapeHalfWay) {
    FACES_NEED_DATA(lfw, "lfw");
    std::vector<Chip> chips = testing::lfw_portraits(*lfw, 40);
    std::erase_if(chips, [](const Chip& chip) { return !finder().find(chip); });
    ASSERT_GE(chips.size(), 30U);
    for (std::size_t i = 1; i < chips.size(); ++i) {
        EXPECT_LT(distance_from_the_middle(chips[i - 1], chips[i]), 4) << "pair " << i;
    }
}

TEST(PhotoMorph, AHeadTurnedTheOtherWayIsHeldAsTheFirst) {
    FACES_NEED_DATA(lfw, "lfw");
    std::map<double, Chip> by_turn;
    for (const Chip& chip : testing::lfw_portraits(*lfw, 300)) {
        if (const auto points = finder().find(chip)) {
            by_turn.emplace(turn_of(*points), chip);
        }
    }
    ASSERT_FALSE(by_turn.empty());
    ASSERT_LT(by_turn.begin()->first, -20);
    ASSERT_GT(by_turn.rbegin()->first, 20);
    const Chip &left = by_turn.begin()->second, &right = by_turn.rbegin()->second;
    EXPECT_LT(distance_from_the_middle(left, right), 4);
    EXPECT_LT(distance_from_the_middle(right, left), 4);
    const auto points = finder().find({morph().blend(left, right, 0.5), left.landmarks});
    ASSERT_TRUE(points);
    EXPECT_NEAR(turn_of(*points), by_turn.begin()->first, 8);
}

TEST(PhotoMorph, WhatIsAroundTheOtherFaceIsNotSeenAtTheMiddle) {
    FACES_NEED_DATA(lfw, "lfw");
    const std::vector<Chip> chips = testing::lfw_portraits(*lfw, 2);
    Chip other = chips[1];
    each_pixel(other.image, [](int, int y, std::uint8_t* pixel) {
        if (y < 12) {
            std::fill_n(pixel, 3, static_cast<std::uint8_t>(y % 2 * 255));
        }
    });
    EXPECT_EQ(morph().blend(chips[0], other, 0.5).pixels, morph().blend(chips[0], chips[1], 0.5).pixels);
    EXPECT_GT(mean_difference(morph().blend(chips[0], other, 0.9), morph().blend(chips[0], chips[1], 0.9)),
              1);
}

TEST(PhotoMorph, ItGoesFromOneToTheOtherWithoutAJump) {
    FACES_NEED_DATA(lfw, "lfw");
    const std::vector<Chip> chips = testing::lfw_portraits(*lfw, 6);
    for (std::size_t i = 1; i < chips.size(); ++i) {
        const double whole = mean_difference(chips[i - 1].image, chips[i].image);
        Image before = morph().blend(chips[i - 1], chips[i], 0);
        for (int step = 1; step <= 100; ++step) {
            Image image = morph().blend(chips[i - 1], chips[i], step / 100.0);
            // Hair and background change soon after the middle.
            const double most = step <= 50 || step > 75 ? 0.02 : 0.15;
            EXPECT_LT(mean_difference(before, image), most * whole) << "pair " << i << ", step " << step;
            before = std::move(image);
        }
    }
}

/// What is done to a portrait to spoil it.
using Spoil = void (*)(Image&);
void nothing(Image&) {}
void half_outside(Image& image) {
    each_pixel(image, [&](int x, int y, std::uint8_t* pixel) {
        std::copy_n(image.row(y) + 3 * std::min(x, 120), 3, pixel);
    });
}
void grey(Image& image) {
    each_pixel(image, [](int, int, std::uint8_t* pixel) { std::fill_n(pixel, 3, pixel[1]); });
}
void flat(Image& image) {
    std::ranges::fill(image.pixels, std::uint8_t{120});
}
void tiny(Image& image) {
    image = resize(resize(image, 24, 24), 256, 256);
}
void overexposed(Image& image) {
    std::ranges::transform(image.pixels, image.pixels.begin(), [](std::uint8_t value) {
        return static_cast<std::uint8_t>(std::min(255, 3 * value));
    });
}

TEST(PhotoMorph, SpoiltPortraitsGiveThemselvesAtTheEndsAndTheOtherPhotoAroundTheMiddle) {
    FACES_NEED_DATA(lfw, "lfw");
    const std::vector<Chip> chips = testing::lfw_portraits(*lfw, 2);
    const std::pair<const char*, Spoil> spoils[] = {{"nothing", nothing}, {"half outside", half_outside},
                                                    {"grey", grey},       {"flat", flat},
                                                    {"tiny", tiny},       {"overexposed", overexposed}};
    for (const auto& [name, spoil] : spoils) {
        Chip spoilt = chips[1];
        spoil(spoilt.image);
        EXPECT_EQ(morph().blend(chips[0], spoilt, 0).pixels, chips[0].image.pixels) << name;
        EXPECT_EQ(morph().blend(chips[0], spoilt, 1).pixels, spoilt.image.pixels) << name;
        const Image middle = morph().blend(chips[0], spoilt, 0.5);
        EXPECT_LT(mean_difference(middle, chips[0].image), 25) << name;
        EXPECT_GT(mean_difference(middle, chips[0].image), 1) << name;
        EXPECT_TRUE(finder().find({middle, chips[0].landmarks})) << name << ": still a face";
    }
}

}  // namespace
}  // namespace faces
