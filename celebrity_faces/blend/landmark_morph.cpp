#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <opencv2/imgproc.hpp>
#include <string_view>
#include <vector>

#include "blend/blend.hpp"
#include "blend/light.hpp"
#include "blend/mix.hpp"
#include "blend/pixels.hpp"
#include "blend/shapes.hpp"
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

Chip resized(const Chip& chip, cv::Size size) {
    const cv::Mat pixels = pixels_of(chip.image);
    Chip out{Image(size.width, size.height), chip.landmarks};
    cv::Mat scaled = pixels_of(out.image);
    cv::resize(pixels, scaled, size, 0, 0, pixels.cols > size.width ? cv::INTER_AREA : cv::INTER_LINEAR);
    for (Point& point : out.landmarks) {
        point = {point.x * size.width / chip.image.width, point.y * size.height / chip.image.height};
    }
    return out;
}

/// The middle part of the face filled, u8: its outline drawn together around its middle.
cv::Mat filled(const Mesh& mesh, cv::Size size, double part) {
    cv::Point2d middle;
    for (std::size_t i = 0; i < mesh.outline; ++i) {
        middle += mesh.points[i] / static_cast<double>(mesh.outline);
    }
    constexpr int fraction_bits = 4;
    std::vector<cv::Point> outline, hull;
    for (std::size_t i = 0; i < mesh.outline; ++i) {
        outline.emplace_back((middle + (mesh.points[i] - middle) * part) * (1 << fraction_bits));
    }
    cv::convexHull(outline, hull);
    cv::Mat mask = cv::Mat::zeros(size, CV_8U);
    cv::fillConvexPoly(mask, hull, 255, cv::LINE_AA, fraction_bits);
    return mask;
}

cv::Mat floating(const cv::Mat& pixels, double factor = 1) {
    cv::Mat out;
    pixels.convertTo(out, CV_32F, factor);
    return out;
}

/// The part of the face that is mixed and whose colours count: without hair and background at its outline.
constexpr double inner_part = 0.9;

/// A picture, the shape of its face, and that face's colours.
struct Side {
    const Mesh& mesh;
    cv::Mat pixels;  ///< f32
    Light light;

    Side(const Image& image, const Mesh& its_mesh)
        : mesh(its_mesh),
          pixels(floating(pixels_of(image))),
          light(light_of(pixels, filled(mesh, pixels.size(), inner_part))) {}

    /// In another shape, and with its colours taken a part of the way to other ones.
    [[nodiscard]] cv::Mat drawn(const WarpMaps& maps, const Light& other, double part) const {
        cv::Mat relit = pixels.clone(), out;
        relight(relit, floating(filled(mesh, pixels.size(), 1), 1.0 / 255), light,
                relighting(light, other, part));
        cv::remap(relit, out, maps.x, maps.y, cv::INTER_LINEAR, cv::BORDER_REPLICATE);
        return out;
    }
};

/// How well each pixel of a warped picture is seen, f32 from 0 to 1: not at all where it shows less than a
/// quarter of a pixel, for that is a cheek seen from the side, stretched.
cv::Mat seen(const WarpMaps& maps) {
    constexpr double none = 0.25, well = 0.7;
    cv::Mat out;
    // Smooth, for the triangles are not to be seen.
    cv::GaussianBlur(maps.area, out, {}, std::max(1.0, maps.area.cols / 64.0));
    out = (out - none) / (well - none);
    cv::max(out, 0, out);
    cv::min(out, 1, out);
    return out;
}

/// The second picture's share in the face, f32: t where both are seen alike.
cv::Mat face_share(const WarpMaps& a, const WarpMaps& b, double t) {
    constexpr double least = 0.02;  // where neither is seen, t
    const cv::Mat share_a = (seen(a) + least) * (1 - t), share_b = (seen(b) + least) * t;
    return share_b / (share_a + share_b);
}

class LandmarkMorph final : public Blender {
  public:
    explicit LandmarkMorph(const MorphOptions& options)
        : finder_(options.models, {.concurrency = options.concurrency}) {}

    [[nodiscard]] Image blend(const Chip& a, const Chip& b, double t) const override {
        if (!(t >= 0 && t <= 1)) {
            throw Error(ErrorCode::invalid_argument,
                        fmt::format("t is {}: a number from 0 to 1 is wanted", t));
        }
        check(a, "first");
        check(b, "second");
        const cv::Size size(a.image.width, a.image.height);
        return pixels_of(b.image).size() == size ? drawn(a, b, t) : drawn(a, resized(b, size), t);
    }

  private:
    [[nodiscard]] Image drawn(const Chip& a, const Chip& b, double t) const {
        const Shapes shapes = shapes_between(finder_, a, b, t);
        const Side from_a(a.image, shapes.a), from_b(b.image, shapes.b);
        const cv::Size size = from_a.pixels.size();
        const WarpMaps maps_a = warp_maps(shapes.a, shapes.between, shapes.triangles, size);
        const WarpMaps maps_b = warp_maps(shapes.b, shapes.between, shapes.triangles, size);
        cv::Mat mixed = from_a.drawn(maps_a, from_b.light, t);
        mix(mixed, from_b.drawn(maps_b, from_a.light, 1 - t),
            floating(filled(shapes.between, size, inner_part), 1.0 / 255), face_share(maps_a, maps_b, t), t);
        Image image(size.width, size.height);
        cv::Mat out = pixels_of(image);
        mixed.convertTo(out, CV_8U);
        return image;
    }

    FacePointFinder finder_;
};

}  // namespace

std::unique_ptr<Blender> make_landmark_morph(const MorphOptions& options) {
    return std::make_unique<LandmarkMorph>(options);
}

}  // namespace faces
