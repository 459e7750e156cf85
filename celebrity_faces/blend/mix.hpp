#pragma once

#include <opencv2/core.hpp>

namespace faces {

/// The bands of frequencies that are mixed, each half as fine as the one before it: 0 to this.
inline constexpr int coarsest_level = 4;

/// The second picture's share around the face at t, in a band. None up to
/// the middle and all soon after it, for two heads of hair seen through each other are those of a ghost.
[[nodiscard]] double share_around(double t, int level);

/// Two f32 pictures of one shape mixed into the first. `face`, f32, is 1 in the face and 0 around it;
/// `face_share`, f32, is the second picture's share in the face. Each band of frequencies goes from face to
/// surroundings over a width of its own (Burt & Adelson 1983, "A multiresolution spline with application to
/// image mosaics"), so that no seam is seen, and from one picture's surroundings to the other's at a pace of
/// its own.
void mix(cv::Mat& a, const cv::Mat& b, const cv::Mat& face, const cv::Mat& face_share, double t);

}  // namespace faces
