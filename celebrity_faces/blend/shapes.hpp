#pragma once

#include <vector>

#include "blend/face_points.hpp"
#include "blend/mesh.hpp"
#include "blend/triangulation.hpp"

namespace faces {

/// Two faces' shapes, the one between them, and the triangles that all three share.
struct Shapes {
    Mesh a, b, between;
    std::vector<Triangle> triangles;
};

/// For two pictures of one size and a `t` from 0 to 1. The heads are held as the first one is while the
/// surroundings are the first picture's (share_around), and turn with these: hair, ears and neck fit the
/// face. Where the dense mesh is found in one picture alone, five landmarks carry the shapes.
[[nodiscard]] Shapes shapes_between(const FacePointFinder& finder, const Chip& a, const Chip& b, double t);

}  // namespace faces
