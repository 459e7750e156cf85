#include "blend/mesh.hpp"

#include <gtest/gtest.h>

#include "blend/warp.hpp"

namespace faces {
namespace {

constexpr Landmarks usual{{{90, 100}, {166, 100}, {128, 140}, {100, 180}, {156, 180}}};

double covered(const Mesh& mesh, const std::vector<Triangle>& triangles) {
    double area = 0;
    for (const auto& [a, b, c] : triangles) {
        area += std::abs((mesh[b] - mesh[a]).cross(mesh[c] - mesh[a])) / 2;
    }
    return area;
}

TEST(Mesh, ItsTrianglesCoverThePictureOnce) {
    const cv::Size size(256, 256);
    const Mesh mesh = mesh_of(usual, size);
    EXPECT_NEAR(covered(mesh, triangulate(mesh, size)), 255.0 * 255.0, 1);
}

TEST(Mesh, OddLandmarksStillCoverThePicture) {
    const cv::Size size(200, 200);
    const Landmarks same{{{50, 50}, {50, 50}, {50, 50}, {50, 50}, {50, 50}}};
    const Landmarks line{{{10, 10}, {20, 20}, {30, 30}, {40, 40}, {50, 50}}};
    const Landmarks outside{{{-500, -20}, {900, 4}, {100, 9000}, {-3, 700}, {10, 10}}};
    const Landmarks corners{{{0, 0}, {199, 0}, {0, 199}, {199, 199}, {99.5, 0}}};
    for (const Landmarks& landmarks : {same, line, outside, corners}) {
        const Mesh mesh = mesh_of(landmarks, size);
        EXPECT_NEAR(covered(mesh, triangulate(mesh, size)), 199.0 * 199.0, 1);
    }
}

TEST(WarpMaps, AMeshOntoItselfLeavesEveryPixelInItsPlace) {
    const cv::Size size(128, 128);
    const Mesh mesh = mesh_of({{{40, 50}, {85, 52}, {64, 70}, {45, 90}, {80, 91}}}, size);
    const WarpMaps maps = warp_maps(mesh, mesh, triangulate(mesh, size), size);
    for (int y = 0; y < size.height; ++y) {
        for (int x = 0; x < size.width; ++x) {
            ASSERT_NEAR(maps.x.at<float>(y, x), x, 1e-3);
            ASSERT_NEAR(maps.y.at<float>(y, x), y, 1e-3);
        }
    }
}

}  // namespace
}  // namespace faces
