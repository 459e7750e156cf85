#include "blend/warp.hpp"

#include <gtest/gtest.h>

#include <random>

namespace faces {
namespace {

constexpr Landmarks usual{{{45, 50}, {83, 50}, {64, 70}, {50, 90}, {78, 90}}};

/// Moves every pixel, so that one that no triangle claimed shows.
void expect_all_moved(const Mesh& mesh, cv::Size size) {
    constexpr float far = 10'000;
    Mesh from = mesh;
    for (cv::Point2d& point : from.points) {
        point.x += far;
    }
    const WarpMaps maps = warp_maps(from, mesh, triangulate(mesh), size);
    for (int y = 0; y < size.height; ++y) {
        for (int x = 0; x < size.width; ++x) {
            ASSERT_NEAR(maps.x.at<float>(y, x), far + static_cast<float>(x), 0.01) << "row " << y;
            ASSERT_NEAR(maps.y.at<float>(y, x), y, 0.01) << "column " << x;
        }
    }
}

TEST(WarpMaps, AMeshOntoItselfLeavesEveryPixelInItsPlace) {
    const cv::Size size(128, 128);
    const Mesh mesh = mesh_of(usual, size);
    const WarpMaps maps = warp_maps(mesh, mesh, triangulate(mesh), size);
    for (int y = 0; y < size.height; ++y) {
        for (int x = 0; x < size.width; ++x) {
            ASSERT_NEAR(maps.x.at<float>(y, x), x, 1e-3);
            ASSERT_NEAR(maps.y.at<float>(y, x), y, 1e-3);
        }
    }
}

TEST(WarpMaps, NoPixelIsLeftOut) {
    const cv::Size size(128, 96);
    std::mt19937 random(1);
    for (const double spread : {4.0, 10.0, 30.0, 100.0}) {
        std::normal_distribution<double> jitter(0, spread);
        for (int i = 0; i < 50; ++i) {
            Landmarks landmarks = usual;
            for (Point& point : landmarks) {
                point = {point.x + jitter(random), point.y + jitter(random)};
            }
            expect_all_moved(mesh_of(landmarks, size), size);
        }
    }
}

}  // namespace
}  // namespace faces
