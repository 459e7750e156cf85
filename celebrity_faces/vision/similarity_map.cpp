#include "vision/similarity_map.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <opencv2/imgproc.hpp>

#include "faces/error.hpp"
#include "vision/pixels.hpp"

namespace faces {
namespace {

Point mean(const Landmarks& points) {
    Point sum;
    for (const Point& p : points) {
        sum = {sum.x + p.x, sum.y + p.y};
    }
    const auto count = static_cast<double>(points.size());
    return {sum.x / count, sum.y / count};
}

/// The picture's part under the cut's corners, and some pixels around it for the interpolation.
cv::Rect source_of(const SimilarityMap& map, const Image& image, int size) {
    const double squared = map.a * map.a + map.b * map.b;
    constexpr double far = std::numeric_limits<double>::max();
    double left = far, top = far, right = -far, bottom = -far;
    for (const double x : {0, size}) {
        for (const double y : {0, size}) {
            const double u = x - map.dx, v = y - map.dy;
            const Point p{(map.a * u + map.b * v) / squared, (map.a * v - map.b * u) / squared};
            left = std::min(left, p.x);
            top = std::min(top, p.y);
            right = std::max(right, p.x);
            bottom = std::max(bottom, p.y);
        }
    }
    const double around = 2 + 2 / std::sqrt(squared);
    const auto inside = [&](double value, int end) {
        return static_cast<int>(std::clamp<double>(value, 0, end));
    };
    const cv::Point from(inside(left - around, image.width), inside(top - around, image.height));
    const cv::Point to(inside(right + around, image.width), inside(bottom + around, image.height));
    return {from, to};
}

}  // namespace

double SimilarityMap::scale() const noexcept {
    return std::hypot(a, b);
}

SimilarityMap fit_similarity(const Landmarks& from, const Landmarks& to) noexcept {
    const Point from_mean = mean(from), to_mean = mean(to);
    double along = 0, across = 0, squares = 0;
    for (std::size_t i = 0; i < from.size(); ++i) {
        const double x = from[i].x - from_mean.x, y = from[i].y - from_mean.y;
        const double u = to[i].x - to_mean.x, v = to[i].y - to_mean.y;
        along += x * u + y * v;
        across += x * v - y * u;
        squares += x * x + y * y;
    }
    SimilarityMap map;
    if (squares > 0) {
        map.a = along / squares;
        map.b = across / squares;
    }
    map.dx = to_mean.x - (map.a * from_mean.x - map.b * from_mean.y);
    map.dy = to_mean.y - (map.b * from_mean.x + map.a * from_mean.y);
    return map;
}

Landmarks mapped(const Landmarks& landmarks, const SimilarityMap& map) noexcept {
    Landmarks points;
    std::ranges::transform(landmarks, points.begin(), map);
    return points;
}

Image cut_by(const SimilarityMap& map, const Image& image, int size, Beyond beyond) {
    const cv::Rect part = map.scale() > 0 ? source_of(map, image, size) : cv::Rect();
    if (part.empty()) {
        throw Error(ErrorCode::invalid_argument, "the face lies outside of its picture");
    }
    // The warp takes single pixels: a large face is averaged down first, by whole pixels, as far as it stays
    // larger than the cut. What falls at the right and below is less than one of the cut's pixels.
    const int shrink = std::clamp(static_cast<int>(1 / map.scale()), 1, std::min(part.width, part.height));
    const cv::Mat pixels = means_of_squares(as_mat(image)(part), shrink);
    // Pixel centres of the reduced picture lie half a pixel in: (x + 0.5) * shrink - 0.5.
    const double half = 0.5 * shrink - 0.5;
    const Point origin = map({part.x + half, part.y + half});
    const cv::Matx23d warp(map.a * shrink, -map.b * shrink, origin.x, map.b * shrink, map.a * shrink,
                           origin.y);
    Image out(size, size);
    cv::Mat to = as_mat(out);
    cv::warpAffine(pixels, to, warp, to.size(), cv::INTER_LINEAR,
                   beyond == Beyond::black ? cv::BORDER_CONSTANT : cv::BORDER_REPLICATE);
    return out;
}

}  // namespace faces
