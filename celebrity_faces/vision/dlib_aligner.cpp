#include "vision/dlib_aligner.hpp"

#include <dlib/image_processing/shape_predictor.h>
#include <dlib/image_transforms.h>
#include <fmt/format.h>

#include <cmath>

#include "faces/error.hpp"

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
/// Where such chips have MTCNN's landmarks in the mean (CelebA).
constexpr Landmarks mean_places{{{48, 46}, {102, 46}, {75, 78.3}, {51, 105.5}, {99, 105.5}}};

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

struct DlibAligner::Predictor {
    dlib::shape_predictor shape;
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

DlibAligner::DlibAligner(const std::filesystem::path& models)
    : TemplateAligner(mean_places, chip_px), predictor_(std::make_unique<Predictor>()) {
    const std::filesystem::path file = models / "five-point-predictor.dat";
    try {
        dlib::deserialize(file.string()) >> predictor_->shape;
    } catch (const dlib::serialization_error& error) {
        throw Error(ErrorCode::unavailable,
                    fmt::format("the landmark predictor {} cannot be loaded: build the project again ({})",
                                file.string(), error.what()));
    }
}

DlibAligner::~DlibAligner() = default;

Chip DlibAligner::align(const Image& image, const Face& face) const {
    // The predictor knows faces that stand upright, more or less.
    const Point across{face.landmarks[1].x - face.landmarks[0].x, face.landmarks[1].y - face.landmarks[0].y};
    if (std::abs(across.y) > across.x) {
        return TemplateAligner::align(image, face);
    }
    const dlib::full_object_detection shape = predictor_->shape(image, whole_pixels(hog_box(face.landmarks)));
    const dlib::chip_details details = dlib::get_face_chip_details(shape, chip_px, chip_padding);
    Chip chip;
    dlib::extract_image_chip(image, details, chip.image);
    chip.landmarks = mapped(face.landmarks, dlib::get_mapping_to_chip(details));
    return chip;
}

}  // namespace faces
