#include "blend/mesh.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace faces {
namespace {

constexpr Landmarks usual{{{90.1, 100.2}, {166.3, 101.4}, {128.5, 140.6}, {100.7, 180.8}, {156.9, 179}}};

TEST(Mesh, AllItsPointsLieInThePictureHoweverFarTheLandmarksAre) {
    constexpr double huge = std::numeric_limits<double>::max();
    const Landmarks outside{{{-500, -20}, {900, 4}, {100, 9000}, {-3, 700}, {10, 10}}};
    const Landmarks unlimited{{{huge, -huge}, {huge, huge}, {-huge, 0}, {huge, 1}, {2, huge}}};
    for (const Landmarks& landmarks : {usual, outside, unlimited}) {
        for (const cv::Point2d& point : mesh_of(landmarks, {200, 160}).points) {
            EXPECT_TRUE(point.x >= 0 && point.x <= 199) << point;
            EXPECT_TRUE(point.y >= 0 && point.y <= 159) << point;
        }
    }
}

TEST(Mesh, ItKeepsTheLandmarksToAThousandthOfAPixel) {
    const Mesh mesh = mesh_of(usual, {256, 256});
    for (const Point& landmark : usual) {
        EXPECT_TRUE(std::ranges::any_of(mesh.points, [&](const cv::Point2d& point) {
            return std::abs(point.x - landmark.x) < 1e-3 && std::abs(point.y - landmark.y) < 1e-3;
        })) << landmark.x;
    }
}

TEST(Mesh, BetweenTwoItIsEachOfThemAtTheEnds) {
    const Mesh a = mesh_of(usual, {256, 256});
    const Mesh b = mesh_of({{{80, 90.3}, {150, 95}, {120, 130}, {92, 170}, {140.7, 171}}}, {256, 256});
    EXPECT_EQ(between(a, b, 0).points, a.points);
    EXPECT_EQ(between(a, b, 1).points, b.points);
}

}  // namespace
}  // namespace faces
