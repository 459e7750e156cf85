#include "blend/untangle.hpp"

#include <gtest/gtest.h>

#include <random>

namespace faces {
namespace {

constexpr Landmarks usual{{{90, 100}, {166, 100}, {128, 140}, {100, 180}, {156, 180}}};
const cv::Size size(256, 256);

double area(const Mesh& mesh, const Triangle& t) {
    return (mesh.points[t[1]] - mesh.points[t[0]]).cross(mesh.points[t[2]] - mesh.points[t[0]]) / 2;
}

void expect_no_fold(const Mesh& mesh, const Mesh& model) {
    double covered = 0;
    for (const Triangle& triangle : triangulate(model)) {
        EXPECT_GT(area(mesh, triangle), 0.1 * area(model, triangle));
        covered += area(mesh, triangle);
    }
    EXPECT_NEAR(covered, 255.0 * 255.0, 1e-6) << "the border has stayed";
}

TEST(Untangle, AMeshWithoutFoldsStaysAsItIs) {
    const Mesh model = mesh_of(usual, size);
    Mesh mesh = mesh_of({{{95, 103}, {160, 100}, {131, 142}, {99, 184}, {158, 177}}}, size);
    const Mesh before = mesh;
    untangle(mesh, model, triangulate(model));
    EXPECT_EQ(mesh.points, before.points);
}

TEST(Untangle, FoldsAreGoneWhateverTheShape) {
    const Mesh model = mesh_of(usual, size);
    std::mt19937 random(1);
    for (const double spread : {10.0, 30.0, 100.0}) {
        std::normal_distribution<double> jitter(0, spread);
        for (int i = 0; i < 50; ++i) {
            Landmarks landmarks = usual;
            for (Point& point : landmarks) {
                point = {point.x + jitter(random), point.y + jitter(random)};
            }
            Mesh mesh = mesh_of(landmarks, size);
            untangle(mesh, model, triangulate(model));
            expect_no_fold(mesh, model);
        }
    }
}

TEST(Untangle, PointsThatAllCoincideAreSpreadOut) {
    const Mesh model = mesh_of(usual, size);
    Mesh mesh = model;
    std::fill(mesh.points.begin(), mesh.points.end() - 8, cv::Point2d(40, 50));
    untangle(mesh, model, triangulate(model));
    expect_no_fold(mesh, model);
}

}  // namespace
}  // namespace faces
