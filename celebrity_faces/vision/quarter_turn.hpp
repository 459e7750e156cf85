#pragma once

#include <array>
#include <opencv2/core.hpp>

#include "faces/face.hpp"

namespace faces {

inline constexpr std::array quarter_turns{cv::ROTATE_90_CLOCKWISE, cv::ROTATE_90_COUNTERCLOCKWISE,
                                          cv::ROTATE_180};

/// A point of a turned picture in the picture as it was, of that size. Pixel edges, not centres: boxes are
/// made of them.
[[nodiscard]] inline Point turned_back(const Point& p, cv::RotateFlags turn, const cv::Size& size) noexcept {
    switch (turn) {
        case cv::ROTATE_90_CLOCKWISE:
            return {p.y, size.height - p.x};
        case cv::ROTATE_90_COUNTERCLOCKWISE:
            return {size.width - p.y, p.x};
        default:
            return {size.width - p.x, size.height - p.y};
    }
}

}  // namespace faces
