#include "blend/shapes.hpp"

#include <utility>

#include "blend/mix.hpp"
#include "blend/pose.hpp"
#include "blend/untangle.hpp"

namespace faces {
namespace {

/// The same triangles for every t, those of the mean: the face would jump where they change.
Shapes with_triangles(Mesh a, Mesh b, Mesh between_them) {
    const Mesh mean = between(a, b, 0.5);
    Shapes shapes{std::move(a), std::move(b), std::move(between_them), triangulate(mean)};
    for (Mesh* mesh : {&shapes.a, &shapes.b, &shapes.between}) {
        untangle(*mesh, mean, shapes.triangles);
    }
    return shapes;
}

}  // namespace

Shapes shapes_between(const FacePointFinder& finder, const Chip& a, const Chip& b, double t) {
    const cv::Size size(a.image.width, a.image.height);
    const auto points_a = finder.find(a);
    const auto points_b = points_a ? finder.find(b) : std::nullopt;
    if (!points_b) {
        const Mesh mesh_a = mesh_of(a.landmarks, size), mesh_b = mesh_of(b.landmarks, size);
        return with_triangles(mesh_a, mesh_b, between(mesh_a, mesh_b, t));
    }
    const FacePoints held_as_a = between(*points_a, in_pose_of(*points_b, *points_a), t);
    const FacePoints held_as_b = between(in_pose_of(*points_a, *points_b), *points_b, t);
    const FacePoints points = between(held_as_a, held_as_b, share_around(t, coarsest_level));
    return with_triangles(mesh_of(*points_a, size), mesh_of(*points_b, size), mesh_of(points, size));
}

}  // namespace faces
