#pragma once

#include "blend/face_points.hpp"

namespace faces {

/// A face turned, scaled and shifted to where another lies, by least squares (Umeyama 1991, "Least-squares
/// estimation of transformation parameters between two point patterns"): its own shape in the other's pose.
[[nodiscard]] FacePoints in_pose_of(const FacePoints& face, const FacePoints& other);

/// The points a part `t` of the way from a to b: exactly a at 0 and b at 1.
[[nodiscard]] FacePoints between(const FacePoints& a, const FacePoints& b, double t);

}  // namespace faces
