#include "vision/alignment.hpp"

#include <dlib/image_processing/shape_predictor.h>
#include <dlib/image_transforms.h>
#include <fmt/format.h>

#include <cmath>
#include <opencv2/imgproc.hpp>

#include "faces/error.hpp"
#include "vision/pixels.hpp"

// dlib reads an image of any type that these describe (dlib/image_processing/generic_image.h): ours, without
// a copy.
namespace dlib {
template <>
struct image_traits<faces::Image> {
    using pixel_type = rgb_pixel;
};
template <>
struct image_traits<const faces::Image> {
    using pixel_type = rgb_pixel;
};
}  // namespace dlib
namespace faces {
inline long num_rows(const Image& image) {
    return image.height;
}
inline long num_columns(const Image& image) {
    return image.width;
}
inline long width_step(const Image& image) {
    return static_cast<long>(image.width) * 3;
}
inline const void* image_data(const Image& image) {
    return image.pixels.data();
}
inline void* image_data(Image& image) {
    return image.pixels.data();
}
inline void set_image_size(Image& image, long rows, long columns) {
    image = Image(static_cast<int>(columns), static_cast<int>(rows));
}

namespace {

constexpr unsigned long chip_px = 150;
constexpr double chip_padding = 0.25;
/// Of a portrait: hair and chin are in the picture.
constexpr double portrait_padding = 0.75;

Point middle(const Point& a, const Point& b) {
    return {(a.x + b.x) / 2, (a.y + b.y) / 2};
}
double distance(const Point& a, const Point& b) {
    return std::hypot(a.x - b.x, a.y - b.y);
}

dlib::rectangle whole_pixels(const Box& box) {
    const auto whole = [](double value) { return std::lround(value); };
    return {whole(box.x), whole(box.y), whole(box.x + box.width) - 1, whole(box.y + box.height) - 1};
}

Landmarks mapped(const Landmarks& landmarks, const dlib::point_transform_affine& map) {
    Landmarks points;
    for (std::size_t i = 0; i < landmarks.size(); ++i) {
        const dlib::dpoint p = map(dlib::dpoint(landmarks[i].x, landmarks[i].y));
        points[i] = {p.x(), p.y()};
    }
    return points;
}

}  // namespace

struct LandmarkAligner::Predictor {
    dlib::shape_predictor shape;

    [[nodiscard]] dlib::chip_details details(const Image& image, const Face& face, unsigned long size,
                                             double padding) const {
        return dlib::get_face_chip_details(shape(image, whole_pixels(hog_box(face.landmarks))), size,
                                           padding);
    }
};

Box hog_box(const Landmarks& landmarks) noexcept {
    const auto& [left_eye, right_eye, nose, left_mouth, right_mouth] = landmarks;
    const Point eyes = middle(left_eye, right_eye);
    const Point mouth = middle(left_mouth, right_mouth);
    const double side = 1.2898 * distance(left_eye, right_eye) + 1.0544 * distance(eyes, mouth);
    const Point centre{eyes.x + 0.3998 * (mouth.x - eyes.x) + 0.1268 * (nose.x - eyes.x),
                       eyes.y + 0.3998 * (mouth.y - eyes.y) + 0.1268 * (nose.y - eyes.y)};
    return {centre.x - side / 2, centre.y - side / 2, side, side};
}

LandmarkAligner::LandmarkAligner(const std::filesystem::path& models)
    : predictor_(std::make_unique<Predictor>()) {
    const std::filesystem::path file = models / "five-point-predictor.dat";
    try {
        dlib::deserialize(file.string()) >> predictor_->shape;
    } catch (const dlib::serialization_error& error) {
        throw Error(ErrorCode::unavailable,
                    fmt::format("the landmark predictor {} cannot be loaded: build the project again ({})",
                                file.string(), error.what()));
    }
}

LandmarkAligner::~LandmarkAligner() = default;

Chip LandmarkAligner::align(const Image& image, const Face& face) const {
    const dlib::chip_details details = predictor_->details(image, face, chip_px, chip_padding);
    Chip chip;
    dlib::extract_image_chip(image, details, chip.image);
    chip.landmarks = mapped(face.landmarks, dlib::get_mapping_to_chip(details));
    return chip;
}

Chip LandmarkAligner::portrait(const Image& image, const Face& face, int size) const {
    const dlib::chip_details details =
        predictor_->details(image, face, static_cast<unsigned long>(size), portrait_padding);
    const dlib::point_transform_affine map = dlib::get_mapping_to_chip(details);
    const dlib::matrix<double, 2, 2>& m = map.get_m();
    const dlib::dpoint& b = map.get_b();

    // The picture is shrunk first where the face is large, for warpAffine does not average; unlike dlib's
    // chips, what lies beyond the border repeats it: people look at portraits.
    const double shrink = std::max(1.0, details.rect.width() / size);
    const dlib::drectangle around =
        dlib::grow_rect(dlib::drectangle(details.rect), details.rect.width() * 0.25);
    const cv::Rect part =
        cv::Rect(static_cast<int>(around.left()), static_cast<int>(around.top()),
                 static_cast<int>(around.width()) + 1, static_cast<int>(around.height()) + 1) &
        cv::Rect(0, 0, image.width, image.height);
    if (part.empty()) {
        throw Error(ErrorCode::invalid_argument, "the face lies outside of its picture");
    }
    cv::Mat pixels = as_mat(image)(part);
    const cv::Size small(std::max(1, static_cast<int>(std::lround(part.width / shrink))),
                         std::max(1, static_cast<int>(std::lround(part.height / shrink))));
    if (shrink > 1) {
        cv::resize(pixels, pixels, small, 0, 0, cv::INTER_AREA);
    }
    const double sx = static_cast<double>(part.width) / pixels.cols;
    const double sy = static_cast<double>(part.height) / pixels.rows;
    const cv::Matx23d warp(m(0, 0) * sx, m(0, 1) * sy, b.x() + m(0, 0) * part.x + m(0, 1) * part.y,
                           m(1, 0) * sx, m(1, 1) * sy, b.y() + m(1, 0) * part.x + m(1, 1) * part.y);
    Chip chip{Image(size, size), mapped(face.landmarks, map)};
    cv::Mat out = as_mat(chip.image);
    cv::warpAffine(pixels, out, warp, out.size(), cv::INTER_LINEAR, cv::BORDER_REPLICATE);
    return chip;
}

Image LandmarkAligner::crop(const Image& image, const Box& box, int size) const {
    const cv::Rect wanted(static_cast<int>(std::lround(box.x)), static_cast<int>(std::lround(box.y)),
                          static_cast<int>(std::lround(box.width)),
                          static_cast<int>(std::lround(box.height)));
    const cv::Rect part = wanted & cv::Rect(0, 0, image.width, image.height);
    if (part.empty()) {
        throw Error(ErrorCode::invalid_argument, "the box lies outside of its picture");
    }
    Image out(size, size);
    cv::Mat to = as_mat(out);
    cv::resize(as_mat(image)(part), to, to.size(), 0, 0,
               part.width > size ? cv::INTER_AREA : cv::INTER_LINEAR);
    return out;
}

}  // namespace faces
