#include "photo/resize.hpp"

#include <gtest/gtest.h>

#include <random>

#include "made_photos.hpp"

namespace faces {
namespace {

TEST(Resize, ShrinkingByWholeFactorsIsTheMeanOfEachBlock) {
    std::mt19937 random(3);
    Image image(12, 9);
    for (auto& value : image.pixels) {
        value = static_cast<std::uint8_t>(random());
    }
    const Image small = resize(image, 4, 3);
    for (int y = 0; y < 3; ++y) {
        for (int x = 0; x < 4; ++x) {
            for (int c = 0; c < 3; ++c) {
                double sum = 0;
                for (int i = 0; i < 9; ++i) {
                    sum += image.row(y * 3 + i / 3)[(x * 3 + i % 3) * 3 + c];
                }
                EXPECT_NEAR(small.row(y)[x * 3 + c], sum / 9, 0.51);
            }
        }
    }
}

TEST(Resize, AFlatPictureStaysFlatAtAnySize) {
    Image image(37, 23);
    std::fill(image.pixels.begin(), image.pixels.end(), std::uint8_t{201});
    for (const auto& [width, height] : {std::pair{1, 1}, {5, 50}, {36, 22}, {111, 7}}) {
        const Image other = resize(image, width, height);
        EXPECT_EQ(other.width, width);
        EXPECT_TRUE(std::all_of(other.pixels.begin(), other.pixels.end(), [](auto v) { return v == 201; }));
    }
}

TEST(Resize, GrowingKeepsThePicture) {
    const Image big = resize(testing::quarters(20, 20), 200, 200);
    EXPECT_EQ(big.row(50)[50 * 3], 220);
    EXPECT_EQ(big.row(150)[150 * 3 + 1], 220);
}

TEST(FitWithin, OnlyEverShrinks) {
    const Image image = testing::quarters(100, 50);
    EXPECT_EQ(fit_within(image, 100).width, 100);
    EXPECT_EQ(fit_within(image, 60).width, 60);
    EXPECT_EQ(fit_within(image, 60).height, 30);
    EXPECT_EQ(fit_within(testing::quarters(1000, 2), 10).height, 1);
}

TEST(Cut, ClipsTheBoxToThePicture) {
    const Image image = testing::quarters(100, 50);
    EXPECT_EQ(cut(image, {-10, -10, 30, 30}).width, 20);
    EXPECT_EQ(cut(image, {90, 40, 30, 30}).height, 10);
    EXPECT_EQ(cut(image, {500, 500, 30, 30}).width, 1);
    EXPECT_EQ(cut(image, {50, 25, 10, 10}).row(0)[0], 220);
}

}  // namespace
}  // namespace faces
