#pragma once

#include <opencv2/core.hpp>

#include <span>

#include "faces/image.hpp"

namespace faces {

/// The sizes that whole photos are given to a network in. Few, for kernels are prepared for each of them at
/// the start; both sides are multiples of 32 px, the largest area is 1024 x 768 px.
[[nodiscard]] std::span<const cv::Size> canvas_sizes() noexcept;

/// A photo at the top left of a canvas, scaled down where it would not fit; black around it.
struct Canvas {
    cv::Mat pixels;       ///< the canvas
    double to_photo = 1;  ///< photo pixels a canvas pixel
};

/// The smallest canvas that holds the photo as it is, or else the one on which it stays largest; none wider
/// or higher than `max_side_px`.
[[nodiscard]] Canvas lay_on_canvas(const Image& image, int max_side_px);

}  // namespace faces
