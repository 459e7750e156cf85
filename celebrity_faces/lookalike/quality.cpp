#include "lookalike/quality.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <vector>

namespace faces {
namespace {

// Beyond these the right person comes first in fewer than 90 % of CelebA's photos, of 97.5 % where nothing is
// amiss (experiments/004-quality). A head's turn cost nothing up to 45 degrees; more of it there was too
// little of.
constexpr double small_eyes_px = 10;
constexpr double blurred_sharpness = 0.1;
constexpr double turned_yaw = 45;
constexpr double dark_brightness = 0.06;
constexpr double bright_brightness = 0.8;

/// All faces are looked at in one size, in which the eyes are 35 px apart, as the embedder sees them.
constexpr int portrait_side = 160;

double degrees(double radians) {
    return radians * 180 / std::numbers::pi;
}

/// The luma (ITU-R BT.601) of the portrait's middle, from the brows to the chin.
struct Luma {
    int width = 0, height = 0;
    std::vector<float> values;  ///< from 0 to 1

    [[nodiscard]] float at(int x, int y) const {
        return values[static_cast<std::size_t>(y) * static_cast<std::size_t>(width) +
                      static_cast<std::size_t>(x)];
    }
};

Luma luma_of_face(const Image& portrait) {
    const int left = portrait.width * 3 / 10, right = portrait.width * 7 / 10;
    const int top = portrait.height * 3 / 10, bottom = portrait.height * 7 / 10;
    Luma luma{right - left, bottom - top, {}};
    for (int y = top; y < bottom; ++y) {
        const std::uint8_t* row = portrait.row(y);
        for (int x = left; x < right; ++x) {
            luma.values.push_back((0.299F * row[3 * x] + 0.587F * row[3 * x + 1] + 0.114F * row[3 * x + 2]) /
                                  255);
        }
    }
    return luma;
}

struct Moments {
    double mean = 0, deviation = 0;
};

template <typename Values>
Moments moments(const Values& values) {
    double sum = 0, squares = 0;
    for (const double value : values) {
        sum += value;
        squares += value * value;
    }
    const auto count = static_cast<double>(values.size());
    const double mean = sum / count;
    return {mean, std::sqrt(std::max(0.0, squares / count - mean * mean))};
}

/// The deviation of the Laplacian, which fine detail alone has, against that of the luma itself: light and
/// contrast, which change both alike, fall out.
double sharpness(const Luma& luma, double contrast) {
    std::vector<double> laplacian;
    for (int y = 1; y + 1 < luma.height; ++y) {
        for (int x = 1; x + 1 < luma.width; ++x) {
            laplacian.push_back(luma.at(x - 1, y) + luma.at(x + 1, y) + luma.at(x, y - 1) +
                                luma.at(x, y + 1) - 4 * luma.at(x, y));
        }
    }
    return contrast > 0 ? moments(laplacian).deviation / contrast : 0;
}

/// A head turned by `yaw` moves its nose tip, which stands out of the plane of eyes and mouth by 0.55 of the
/// distance between the eyes, to the side by 0.55 sin(yaw), while that distance looks shorter by cos(yaw).
double yaw_of(const Landmarks& landmarks, double roll) {
    constexpr double nose_depth = 0.55;
    const double c = std::cos(roll), s = std::sin(roll);
    std::array<Point, 5> upright;
    std::ranges::transform(landmarks, upright.begin(), [&](const Point& p) {
        return Point{c * p.x + s * p.y, c * p.y - s * p.x};
    });
    const auto& [left_eye, right_eye, nose, left_mouth, right_mouth] = upright;
    const Point eyes{(left_eye.x + right_eye.x) / 2, (left_eye.y + right_eye.y) / 2};
    const Point mouth{(left_mouth.x + right_mouth.x) / 2, (left_mouth.y + right_mouth.y) / 2};
    const double down = mouth.y > eyes.y ? std::clamp((nose.y - eyes.y) / (mouth.y - eyes.y), 0.0, 1.0) : 0.5;
    const double aside = nose.x - (eyes.x + down * (mouth.x - eyes.x));
    return std::atan2(aside, nose_depth * std::max(1e-9, right_eye.x - left_eye.x));
}

std::vector<QualityNote> notes_of(const FaceQuality& quality) {
    std::vector<QualityNote> notes;
    if (std::abs(quality.yaw) > turned_yaw) {
        notes.push_back(QualityNote::turned_away);
    }
    // A small face has no fine detail: it is called small, and not blurred too.
    if (quality.eyes_px < small_eyes_px) {
        notes.push_back(QualityNote::small);
    } else if (quality.sharpness < blurred_sharpness) {
        notes.push_back(QualityNote::blurred);
    }
    if (quality.brightness < dark_brightness) {
        notes.push_back(QualityNote::dark);
    } else if (quality.brightness > bright_brightness) {
        notes.push_back(QualityNote::bright);
    }
    return notes;
}

}  // namespace

FaceQuality measure_quality(const Image& image, const Face& face, const Aligner& aligner,
                            double original_scale) {
    const Point& left = face.landmarks[0];
    const Point& right = face.landmarks[1];
    const double roll = std::atan2(right.y - left.y, right.x - left.x);
    const Luma luma = luma_of_face(aligner.portrait(image, face, portrait_side).image);
    const Moments light = moments(luma.values);
    FaceQuality quality{.eyes_px = std::hypot(right.x - left.x, right.y - left.y) * original_scale,
                        .sharpness = sharpness(luma, light.deviation),
                        .yaw = degrees(yaw_of(face.landmarks, roll)),
                        .roll = degrees(roll),
                        .brightness = light.mean,
                        .contrast = light.deviation};
    quality.notes = notes_of(quality);
    return quality;
}

std::string_view note_name(QualityNote note) noexcept {
    switch (note) {
        case QualityNote::small:
            return "small";
        case QualityNote::blurred:
            return "blurred";
        case QualityNote::turned_away:
            return "turned_away";
        case QualityNote::dark:
            return "dark";
        case QualityNote::bright:
            return "bright";
    }
    return "";
}

std::string_view note_text(QualityNote note) noexcept {
    switch (note) {
        case QualityNote::small:
            return "Very small: the likeness is a guess.";
        case QualityNote::blurred:
            return "Blurred: the likeness is a guess.";
        case QualityNote::turned_away:
            return "Turned away: the likeness is a guess.";
        case QualityNote::dark:
            return "Very dark: the likeness is a guess.";
        case QualityNote::bright:
            return "Overexposed: the likeness is a guess.";
    }
    return "";
}

}  // namespace faces
