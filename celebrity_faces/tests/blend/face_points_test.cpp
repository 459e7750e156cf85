#include "blend/face_points.hpp"

#include <gtest/gtest.h>

#include <random>

#include "faces/error.hpp"
#include "portraits.hpp"

namespace faces {
namespace {

using testing::each_pixel;

const FacePointFinder& finder() {
    static const FacePointFinder made(FACES_MODELS, {});
    return made;
}

cv::Point2d flat(const cv::Point3d& point) {
    return {point.x, point.y};
}

TEST(FacePoints, AreFoundInNearlyEveryPortraitInTheirOrder) {
    FACES_NEED_DATA(lfw, "lfw");
    int found = 0;
    for (const Chip& chip : testing::lfw_portraits(*lfw, 60)) {
        const auto points = finder().find(chip);
        if (!points) {
            continue;
        }
        ++found;
        const auto& p = *points;
        EXPECT_LT(p[10].y, p[1].y) << "forehead, nose";
        EXPECT_LT(p[1].y, p[13].y) << "nose, lips";
        EXPECT_LT(p[13].y, p[152].y) << "lips, chin";
        EXPECT_LT(p[33].x, p[263].x) << "outer corners of the eyes";
        EXPECT_LT(p[1].z, p[234].z) << "the nose is nearer than a cheek's edge";
    }
    EXPECT_GE(found, 55);
}

TEST(FacePoints, OfAMirroredPortraitAreMirrored) {
    FACES_NEED_DATA(lfw, "lfw");
    const Chip chip = testing::lfw_portraits(*lfw, 1).front();
    Chip mirrored = chip;
    each_pixel(mirrored.image, [&](int x, int y, std::uint8_t* pixel) {
        std::copy_n(chip.image.row(y) + 3 * (255 - x), 3, pixel);
    });
    const auto points = finder().find(chip), others = finder().find(mirrored);
    ASSERT_TRUE(points && others);
    // The chin, the tip of the nose, and the corners of mouth and eyes with their counterparts.
    for (const auto& [one, other] : {std::pair{152, 152}, {1, 1}, {61, 291}, {33, 263}, {133, 362}}) {
        const cv::Point2d p = flat((*points)[static_cast<std::size_t>(one)]);
        const cv::Point2d q = flat((*others)[static_cast<std::size_t>(other)]);
        EXPECT_LT(cv::norm(cv::Point2d(255 - p.x, p.y) - q), 5) << one;
    }
}

TEST(FacePoints, FollowThePicturesSizeAndTurn) {
    FACES_NEED_DATA(lfw, "lfw");
    const Chip chip = testing::lfw_portraits(*lfw, 1).front();
    const Chip small{resize(chip.image, 160, 160), scaled(chip.landmarks, 160.0 / 256)};
    Chip turned = chip;  // a quarter, clockwise
    each_pixel(turned.image, [&](int x, int y, std::uint8_t* pixel) {
        std::copy_n(chip.image.row(255 - x) + 3 * y, 3, pixel);
    });
    for (Point& point : turned.landmarks) {
        point = {255 - point.y, point.x};
    }
    const auto points = finder().find(chip), smaller = finder().find(small), turns = finder().find(turned);
    ASSERT_TRUE(points && smaller && turns);
    for (std::size_t i = 0; i < face_points; i += 20) {
        const cv::Point2d p = flat((*points)[i]);
        EXPECT_LT(cv::norm(flat((*smaller)[i]) * (256.0 / 160) - p), 4) << i;
        EXPECT_LT(cv::norm(flat((*turns)[i]) - cv::Point2d(255 - p.y, p.x)), 2) << i;
    }
}

TEST(FacePoints, NoneWhereThereIsNoFace) {
    Chip chip{Image(256, 256), {{{100, 98}, {156, 98}, {128, 131}, {103, 159}, {153, 159}}}};
    EXPECT_FALSE(finder().find(chip)) << "black";
    std::ranges::fill(chip.image.pixels, std::uint8_t{128});
    EXPECT_FALSE(finder().find(chip)) << "grey";
    std::mt19937 random(1);
    std::ranges::generate(chip.image.pixels, [&] { return static_cast<std::uint8_t>(random() % 256); });
    EXPECT_FALSE(finder().find(chip)) << "noise";
    chip.landmarks.fill({128, 128});
    EXPECT_FALSE(finder().find(chip)) << "landmarks in one point";
}

TEST(FacePoints, NoneWhereTheLandmarksAreOfAnotherFace) {
    FACES_NEED_DATA(lfw, "lfw");
    Chip chip = testing::lfw_portraits(*lfw, 1).front();
    ASSERT_TRUE(finder().find(chip));
    for (Point& point : chip.landmarks) {
        point.x += 60;
    }
    EXPECT_FALSE(finder().find(chip));
}

TEST(FacePoints, AMissingNetworkIsNamed) {
    try {
        const FacePointFinder none("/nonexistent", {});
        FAIL() << "it is to throw";
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::unavailable);
        EXPECT_NE(std::string(error.what()).find("face-mesh.xml"), std::string::npos) << error.what();
    }
}

}  // namespace
}  // namespace faces
