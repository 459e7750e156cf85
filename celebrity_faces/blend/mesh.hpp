#pragma once

#include <opencv2/core.hpp>

#include <array>
#include <optional>
#include <vector>

#include "faces/face.hpp"

namespace faces {

/// The points that carry a face from one shape to another, in pixels of its square picture: the five
/// landmarks; the forehead, chin and cheeks, extended from them, so that the outline moves with the face; and
/// eight points of the border, which stay.
inline constexpr std::size_t mesh_points = 5 + 4 + 8;
using Mesh = std::array<cv::Point2d, mesh_points>;

/// Points beyond the border are moved onto it.
[[nodiscard]] Mesh mesh_of(const Landmarks& landmarks, cv::Size size);

/// The mesh a part `t` of the way from a to b.
[[nodiscard]] Mesh between(const Mesh& a, const Mesh& b, double t);

/// Three of the mesh's points each; together they cover the picture (Delaunay). Points that coincide count
/// once.
using Triangle = std::array<std::size_t, 3>;
[[nodiscard]] std::vector<Triangle> triangulate(const Mesh& mesh, cv::Size size);

}  // namespace faces
