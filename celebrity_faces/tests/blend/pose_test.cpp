#include "blend/pose.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

namespace faces {
namespace {

FacePoints made_face(unsigned seed) {
    std::mt19937 random(seed);
    std::normal_distribution<double> along(100, 30);
    FacePoints points;
    for (cv::Point3d& point : points) {
        point = {along(random), along(random), along(random)};
    }
    return points;
}

/// Turned by 40 degrees around the upright axis, 1.3 times as large and moved.
cv::Point3d turned(const cv::Point3d& p) {
    const double angle = 40 * CV_PI / 180;
    return cv::Point3d(std::cos(angle) * p.x + std::sin(angle) * p.z, p.y,
                       std::cos(angle) * p.z - std::sin(angle) * p.x) *
               1.3 +
           cv::Point3d(7, -20, 3);
}

TEST(Pose, AFaceInThePoseOfItsTurnedSelfIsThatSelf) {
    const FacePoints face = made_face(1);
    FacePoints other = face;
    std::ranges::transform(other, other.begin(), turned);
    const FacePoints posed = in_pose_of(face, other);
    for (std::size_t i = 0; i < face.size(); ++i) {
        EXPECT_LT(cv::norm(posed[i] - other[i]), 1e-9) << i;
    }
}

TEST(Pose, AFaceIsNeverMirrored) {
    const FacePoints face = made_face(1);
    FacePoints mirrored = face;
    for (cv::Point3d& point : mirrored) {
        point.x = -point.x;
    }
    const FacePoints posed = in_pose_of(face, mirrored);
    const auto volume = [](const FacePoints& p) { return (p[1] - p[0]).cross(p[2] - p[0]).dot(p[3] - p[0]); };
    EXPECT_GT(volume(face) * volume(posed), 0);
}

TEST(Pose, BetweenTwoItIsEachOfThemAtTheEnds) {
    const FacePoints a = made_face(1), b = made_face(2);
    EXPECT_EQ(between(a, b, 0), a);
    EXPECT_EQ(between(a, b, 1), b);
    EXPECT_LT(cv::norm(between(a, b, 0.5)[7] - (a[7] + b[7]) / 2), 1e-9);
}

}  // namespace
}  // namespace faces
