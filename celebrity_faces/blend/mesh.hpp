#pragma once

#include <array>
#include <cstddef>
#include <opencv2/core.hpp>

#include "faces/face.hpp"

namespace faces {

/// The points that carry a face from one shape to another, in pixels of its square picture: the five
/// landmarks; the forehead, chin and cheeks, extended from them, so that the outline moves with the face; and
/// eight points of the border, which stay. All lie on a grid of 1/1024 px, so that the areas of their
/// triangles are exact in a double, and none is too thin to be told from a line.
inline constexpr std::size_t face_points = 5 + 4;
inline constexpr std::size_t mesh_points = face_points + 8;
using Mesh = std::array<cv::Point2d, mesh_points>;

/// The picture's corners among them, clockwise from the top left.
inline constexpr std::array<std::size_t, 4> mesh_corners{face_points, face_points + 2, face_points + 4,
                                                         face_points + 6};

/// Finite landmarks only. Those beyond the border are moved onto it; eyes or corners of the mouth whose left
/// and right are exchanged are put in order.
[[nodiscard]] Mesh mesh_of(const Landmarks& landmarks, cv::Size size);

/// The mesh a part `t` of the way from a to b; exactly a at 0 and b at 1.
[[nodiscard]] Mesh between(const Mesh& a, const Mesh& b, double t);

}  // namespace faces
