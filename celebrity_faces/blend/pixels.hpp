#pragma once

#include <opencv2/core.hpp>

#include "faces/image.hpp"

namespace faces {

/// The picture as OpenCV sees it, without a copy; one that came as const is never written through.
[[nodiscard]] inline cv::Mat pixels_of(const Image& image) {
    return {image.height, image.width, CV_8UC3, const_cast<std::uint8_t*>(image.pixels.data())};
}

}  // namespace faces
