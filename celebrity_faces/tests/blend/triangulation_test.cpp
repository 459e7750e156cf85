#include "blend/triangulation.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

namespace faces {
namespace {

constexpr Landmarks usual{{{90, 100}, {166, 100}, {128, 140}, {100, 180}, {156, 180}}};

double area(const Mesh& mesh, const Triangle& t) {
    return (mesh.points[t[1]] - mesh.points[t[0]]).cross(mesh.points[t[2]] - mesh.points[t[0]]) / 2;
}

/// Every triangle has an area, all turn the same way, and together they have the picture's: so they cover it
/// and overlap nowhere. Exact, as the areas are.
void expect_covered(const Mesh& mesh, cv::Size size) {
    double covered = 0;
    for (const Triangle& triangle : triangulate(mesh)) {
        ASSERT_GT(area(mesh, triangle), 0);
        covered += area(mesh, triangle);
    }
    EXPECT_EQ(covered, (size.width - 1.0) * (size.height - 1.0));
}

/// How much of the circumcircle's radius the point lies inside of it; nothing or less for one outside.
double depth_in_circumcircle(const Mesh& mesh, const Triangle& t, const cv::Point2d& point) {
    const cv::Point2d b = mesh.points[t[1]] - mesh.points[t[0]], c = mesh.points[t[2]] - mesh.points[t[0]];
    const double scale = 2 * b.cross(c);
    const cv::Point2d centre((c.y * b.dot(b) - b.y * c.dot(c)) / scale,
                             (b.x * c.dot(c) - c.x * b.dot(b)) / scale);
    return 1 - cv::norm(point - mesh.points[t[0]] - centre) / cv::norm(centre);
}

TEST(Triangulation, NoPointLiesInTheCircleOfATriangle) {
    const Mesh mesh = mesh_of(usual, {256, 256});
    for (const Triangle& triangle : triangulate(mesh)) {
        for (const cv::Point2d& point : mesh.points) {
            EXPECT_LT(depth_in_circumcircle(mesh, triangle, point), 1e-9);
        }
    }
}

TEST(Triangulation, ItCoversThePictureOnceWhateverTheShape) {
    const cv::Size size(200, 160);
    std::mt19937 random(1);
    for (const double spread : {2.0, 8.0, 20.0, 60.0, 200.0}) {
        std::normal_distribution<double> jitter(0, spread);
        for (int i = 0; i < 200; ++i) {
            Landmarks landmarks = usual;
            for (Point& point : landmarks) {
                point = {point.x + jitter(random), point.y + jitter(random)};
            }
            expect_covered(mesh_of(landmarks, size), size);
        }
    }
}

TEST(Triangulation, PointsThatCoincideOrLieOnALineCoverThePictureToo) {
    const cv::Size size(200, 200);
    const Landmarks same{{{50, 50}, {50, 50}, {50, 50}, {50, 50}, {50, 50}}};
    const Landmarks line{{{10, 10}, {20, 20}, {30, 30}, {40, 40}, {50, 50}}};
    const Landmarks outside{{{-500, -20}, {900, 4}, {100, 9000}, {-3, 700}, {10, 10}}};
    const Landmarks corners{{{0, 0}, {199, 0}, {99.5, 0}, {0, 199}, {199, 199}}};
    // A forehead so near to the border that its triangle is hardly one.
    const Landmarks thin{{{60, 80}, {140, 80}, {100, 110}, {70, 152.72}, {130, 152.72}}};
    for (const Landmarks& landmarks : {same, line, outside, corners, thin}) {
        expect_covered(mesh_of(landmarks, size), size);
    }
}

TEST(Triangulation, APictureWithoutAreaHasNoTriangles) {
    EXPECT_TRUE(triangulate(mesh_of(usual, {64, 1})).empty());
    EXPECT_TRUE(triangulate(mesh_of(usual, {1, 1})).empty());
}

}  // namespace
}  // namespace faces
