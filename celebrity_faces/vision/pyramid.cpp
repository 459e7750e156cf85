#include "vision/pyramid.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <opencv2/imgproc.hpp>
#include <tuple>

namespace faces {
namespace {

/// Canvas sides are multiples of this: a side of a photo scaled to 768 px has about 24 values.
constexpr int step_px = 32;

int rounded_up(int value) {
    return (value + step_px - 1) / step_px * step_px;
}

/// Each level as high up as it fits, from the largest on, on a canvas as wide as the first two. With a factor
/// of 0.7 about a fifth of the canvas stays empty.
void lay_out(std::vector<Pyramid::Level>& levels) {
    constexpr int column_px = 8;
    const auto columns = [](int width) {
        return static_cast<std::size_t>((width + column_px - 1) / column_px);
    };
    std::size_t width = 0;
    for (std::size_t i = 0; i < std::min<std::size_t>(2, levels.size()); ++i) {
        width += columns(levels[i].place.width);
    }
    std::vector<int> used(width, 0);  // px from the top, a column
    for (Pyramid::Level& level : levels) {
        const std::size_t span = columns(level.place.width);
        std::size_t best = 0;
        int best_top = std::numeric_limits<int>::max();
        for (std::size_t x = 0; x + span <= width; ++x) {
            const int top = *std::max_element(used.begin() + static_cast<std::ptrdiff_t>(x),
                                              used.begin() + static_cast<std::ptrdiff_t>(x + span));
            if (top < best_top) {
                std::tie(best, best_top) = std::pair(x, top);
            }
        }
        level.place.x = static_cast<int>(best) * column_px;
        level.place.y = best_top;
        std::fill_n(used.begin() + static_cast<std::ptrdiff_t>(best), span, level.place.br().y);
    }
}

}  // namespace

Pyramid build_pyramid(const cv::Mat& pixels, double largest_scale, double factor, int min_side_px) {
    Pyramid pyramid;
    for (double scale = largest_scale;; scale *= factor) {
        const cv::Size size(static_cast<int>(std::ceil(pixels.cols * scale)),
                            static_cast<int>(std::ceil(pixels.rows * scale)));
        if (std::min(size.width, size.height) < min_side_px) {
            break;
        }
        pyramid.levels.push_back({cv::Rect(cv::Point(), size), scale});
    }
    lay_out(pyramid.levels);
    int width = 0, height = 0;
    for (const Pyramid::Level& level : pyramid.levels) {
        width = std::max(width, level.place.br().x);
        height = std::max(height, level.place.br().y);
    }
    pyramid.canvas = cv::Mat(rounded_up(height), rounded_up(width), CV_8UC3, cv::Scalar::all(0));
    for (const Pyramid::Level& level : pyramid.levels) {
        cv::Mat to = pyramid.canvas(level.place);
        cv::resize(pixels, to, to.size(), 0, 0, level.scale < 1 ? cv::INTER_AREA : cv::INTER_LINEAR);
    }
    return pyramid;
}

}  // namespace faces
