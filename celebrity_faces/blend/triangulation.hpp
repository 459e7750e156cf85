#pragma once

#include <array>
#include <cstddef>
#include <vector>

#include "blend/mesh.hpp"

namespace faces {

/// Three of the mesh's points each, clockwise as seen on the picture.
using Triangle = std::array<std::size_t, 3>;

/// Above zero for corners that go clockwise as seen. Exact for points on a mesh's grid: its sign never errs.
[[nodiscard]] inline double doubled_area(const std::vector<cv::Point2d>& points, const Triangle& t) {
    return (points[t[1]] - points[t[0]]).cross(points[t[2]] - points[t[0]]);
}

/// The mesh's Delaunay triangles. They cover the picture, every pixel of it, and overlap nowhere; points that
/// coincide count once. Empty for a picture of a single row or column, which has no area.
[[nodiscard]] std::vector<Triangle> triangulate(const Mesh& mesh);

}  // namespace faces
