#include "vision/canvas.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "vision/pixels.hpp"

namespace faces {
namespace {

const std::array sizes{cv::Size(192, 192),  cv::Size(256, 256),  cv::Size(384, 384),  cv::Size(512, 384),
                       cv::Size(384, 512),  cv::Size(512, 512),  cv::Size(640, 480),  cv::Size(480, 640),
                       cv::Size(640, 640),  cv::Size(800, 608),  cv::Size(608, 800),  cv::Size(1024, 576),
                       cv::Size(576, 1024), cv::Size(1024, 768), cv::Size(768, 1024), cv::Size(864, 864)};

double scale_on(const Image& image, const cv::Size& canvas) {
    return std::min({1.0, static_cast<double>(canvas.width) / image.width,
                     static_cast<double>(canvas.height) / image.height});
}

/// The photo made smaller, on `place`, which has its size. By whole numbers first, as means of squares, and
/// the rest, less than a half, between pixels.
void shrink(const cv::Mat& photo, cv::Mat place) {
    const int whole = std::min(photo.cols / place.cols, photo.rows / place.rows);
    cv::resize(means_of_squares(photo, whole), place, place.size(), 0, 0, cv::INTER_LINEAR);
}

}  // namespace

std::span<const cv::Size> canvas_sizes() noexcept {
    return sizes;
}

Canvas lay_on_canvas(const Image& image, int max_side_px) {
    const cv::Size* best = nullptr;
    for (const cv::Size& size : sizes) {
        if (std::max(size.width, size.height) > max_side_px) {
            continue;
        }
        const auto larger = [&](const cv::Size& other) {
            const double a = scale_on(image, size), b = scale_on(image, other);
            return a != b ? a > b : size.area() < other.area();
        };
        if (best == nullptr || larger(*best)) {
            best = &size;
        }
    }
    const double scale = scale_on(image, *best);
    const cv::Mat photo = as_mat(image);
    // A photo of the canvas' very size is not copied.
    if (scale == 1 && photo.size() == *best) {
        return {photo, 1};
    }
    Canvas canvas{cv::Mat(*best, CV_8UC3, cv::Scalar::all(0)), 1 / scale};
    const cv::Size size(std::clamp(static_cast<int>(std::lround(image.width * scale)), 1, best->width),
                        std::clamp(static_cast<int>(std::lround(image.height * scale)), 1, best->height));
    cv::Mat place = canvas.pixels(cv::Rect(cv::Point(), size));
    if (scale == 1) {
        photo.copyTo(place);
    } else {
        shrink(photo, place);
    }
    return canvas;
}

}  // namespace faces
