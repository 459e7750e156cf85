#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <opencv2/imgproc.hpp>
#include <string_view>
#include <vector>

#include "blend/blend.hpp"
#include "blend/mesh.hpp"
#include "blend/triangulation.hpp"
#include "blend/warp.hpp"
#include "faces/error.hpp"

namespace faces {
namespace {

constexpr std::array<std::string_view, 5> landmark_names{
    "left eye", "right eye", "nose", "left corner of the mouth", "right corner of the mouth"};

void check(const Chip& chip, std::string_view which) {
    if (chip.image.empty()) {
        throw Error(ErrorCode::invalid_argument,
                    fmt::format("the {} picture is empty: a portrait is wanted", which));
    }
    for (std::size_t i = 0; i < chip.landmarks.size(); ++i) {
        const auto& [x, y] = chip.landmarks[i];
        if (!std::isfinite(x) || !std::isfinite(y)) {
            throw Error(ErrorCode::invalid_argument,
                        fmt::format("the {} picture has its {} at ({}, {}): finite pixels are wanted", which,
                                    landmark_names[i], x, y));
        }
    }
}

/// The picture as OpenCV sees it, in `size`; never written through.
cv::Mat pixels_in(const Image& image, cv::Size size) {
    cv::Mat pixels(image.height, image.width, CV_8UC3, const_cast<std::uint8_t*>(image.pixels.data()));
    if (pixels.size() == size) {
        return pixels;
    }
    cv::Mat scaled;
    cv::resize(pixels, scaled, size, 0, 0, pixels.cols > size.width ? cv::INTER_AREA : cv::INTER_LINEAR);
    return scaled;
}

Landmarks scaled(Landmarks landmarks, double x, double y) {
    for (Point& point : landmarks) {
        point = {point.x * x, point.y * y};
    }
    return landmarks;
}

/// A face's light and contrast: mean and spread of each channel inside of the outline.
struct Light {
    cv::Scalar mean, spread;
};

Light light_of(const cv::Mat& pixels, const Mesh& mesh) {
    std::vector<cv::Point> outline;
    cv::Mat mask = cv::Mat::zeros(pixels.size(), CV_8U);
    const std::vector<cv::Point> points(mesh.begin(), mesh.begin() + face_points);
    cv::convexHull(points, outline);
    cv::fillConvexPoly(mask, outline, 255);
    Light light;
    cv::meanStdDev(pixels, light.mean, light.spread, mask);
    return light;
}

Light between(const Light& a, const Light& b, double t) {
    return {a.mean * (1 - t) + b.mean * t, a.spread * (1 - t) + b.spread * t};
}

/// Gives f32 pixels another light: two photos under unlike lamps would else show through each other.
void relight(cv::Mat& pixels, const Light& from, const Light& to) {
    cv::Scalar factor, summand;
    for (int c = 0; c < 3; ++c) {
        // Bounded: a flat picture has no spread to divide by.
        factor[c] = std::clamp(to.spread[c] / std::max(from.spread[c], 1e-3), 0.5, 2.0);
        if (from.spread[c] < 1e-3) {
            factor[c] = 1;
        }
        summand[c] = to.mean[c] - factor[c] * from.mean[c];
    }
    cv::multiply(pixels, factor, pixels);
    cv::add(pixels, summand, pixels);
}

cv::Mat warped(const cv::Mat& pixels, const WarpMaps& maps) {
    cv::Mat out, floating;
    cv::remap(pixels, out, maps.x, maps.y, cv::INTER_LINEAR, cv::BORDER_REPLICATE);
    out.convertTo(floating, CV_32F);
    return floating;
}

class LandmarkMorph final : public Blender {
  public:
    [[nodiscard]] Image blend(const Chip& a, const Chip& b, double t) const override {
        if (!(t >= 0 && t <= 1)) {
            throw Error(ErrorCode::invalid_argument,
                        fmt::format("t is {}: a number from 0 to 1 is wanted", t));
        }
        check(a, "first");
        check(b, "second");
        const cv::Size size(a.image.width, a.image.height);
        const cv::Mat pixels_a = pixels_in(a.image, size), pixels_b = pixels_in(b.image, size);
        const Mesh mesh_a = mesh_of(a.landmarks, size);
        const Mesh mesh_b = mesh_of(scaled(b.landmarks, static_cast<double>(size.width) / b.image.width,
                                           static_cast<double>(size.height) / b.image.height),
                                    size);
        const Mesh mesh = faces::between(mesh_a, mesh_b, t);
        const std::vector<Triangle> triangles = triangulate(mesh);

        const Light light_a = light_of(pixels_a, mesh_a), light_b = light_of(pixels_b, mesh_b);
        const Light light = between(light_a, light_b, t);
        cv::Mat from_a = warped(pixels_a, warp_maps(mesh_a, mesh, triangles, size));
        cv::Mat from_b = warped(pixels_b, warp_maps(mesh_b, mesh, triangles, size));
        relight(from_a, light_a, light);
        relight(from_b, light_b, light);

        Image image(size.width, size.height);
        cv::Mat out(size, CV_8UC3, image.pixels.data());
        cv::Mat mixed;
        cv::addWeighted(from_a, 1 - t, from_b, t, 0, mixed);
        mixed.convertTo(out, CV_8U);
        return image;
    }
};

}  // namespace

std::unique_ptr<Blender> make_landmark_morph() {
    return std::make_unique<LandmarkMorph>();
}

}  // namespace faces
