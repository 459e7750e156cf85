#pragma once

#include <opencv2/core.hpp>

#include <vector>

namespace faces {

/// A picture at many scales, all laid side by side on one canvas: the first stage of MTCNN then runs once a
/// photo, and on few shapes, for the canvas grows in steps.
struct Pyramid {
    struct Level {
        cv::Rect place;    ///< on the canvas
        double scale = 1;  ///< level pixels a picture pixel
    };
    cv::Mat canvas;  ///< black where no level lies
    std::vector<Level> levels;
};

/// Levels from `largest_scale` on, each `factor` of the one before, while both sides have at least
/// `min_side_px`.
[[nodiscard]] Pyramid build_pyramid(const cv::Mat& pixels, double largest_scale, double factor,
                                    int min_side_px);

}  // namespace faces
