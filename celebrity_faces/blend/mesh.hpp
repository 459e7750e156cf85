#pragma once

#include <array>
#include <cstddef>
#include <opencv2/core.hpp>
#include <vector>

#include "blend/face_points.hpp"
#include "faces/face.hpp"

namespace faces {

/// The points that carry a face from one shape to another, in pixels of its picture. All lie in the picture
/// and on a grid of 1/1024 px, so that the areas of their triangles are exact in a double, and none is too
/// thin to be told from a line.
struct Mesh {
    /// First those of the face's outline, around it; then others of the face and around it; last eight of
    /// the picture's border, clockwise from the top left corner, which stay.
    std::vector<cv::Point2d> points;
    std::size_t outline = 0;  ///< how many are the outline's

    /// Where the border's points begin.
    [[nodiscard]] std::size_t border() const noexcept { return points.size() - 8; }
    /// The picture's corners among the points, clockwise from the top left.
    [[nodiscard]] std::array<std::size_t, 4> corners() const noexcept {
        const std::size_t first = border();
        return {first, first + 2, first + 4, first + 6};
    }
};

/// From five landmarks: forehead, chin and cheeks are extended from them, so that the outline moves with the
/// face. Finite landmarks only. Those beyond the border are moved onto it; eyes or corners of the mouth whose
/// left and right are exchanged are put in order.
[[nodiscard]] Mesh mesh_of(const Landmarks& landmarks, cv::Size size);

/// From a dense mesh: a ring around the outline carries hair, ears and neck along with the face.
[[nodiscard]] Mesh mesh_of(const FacePoints& points, cv::Size size);

/// The mesh a part `t` of the way from a to b, which are of one kind; exactly a at 0 and b at 1.
[[nodiscard]] Mesh between(const Mesh& a, const Mesh& b, double t);

}  // namespace faces
