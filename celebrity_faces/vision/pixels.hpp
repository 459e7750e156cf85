#pragma once

#include <opencv2/core.hpp>

#include "faces/face.hpp"
#include "faces/image.hpp"

namespace faces {

/// The image as OpenCV sees it, without a copy; never written through.
[[nodiscard]] cv::Mat as_mat(const Image& image);

/// A picture scaled so that its longer side is at most `max_side_px`, and the factor that leads back to the
/// image.
struct WorkImage {
    cv::Mat pixels;
    double to_image = 1;
};
[[nodiscard]] WorkImage work_image(const Image& image, int max_side_px);

/// The picture made smaller by a whole number: means of squares of `side` pixels. What is left at the right
/// and below falls. Means of parts of pixels take seven times as long.
[[nodiscard]] cv::Mat means_of_squares(const cv::Mat& pixels, int side);

/// The part under `box` as `size` x `size` pixels; what lies beyond the border is black.
/// `into`: size * size * 3 bytes.
void cut_square(const cv::Mat& pixels, const Box& box, int size, std::uint8_t* into);

}  // namespace faces
