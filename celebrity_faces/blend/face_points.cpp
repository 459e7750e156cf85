#include "blend/face_points.hpp"

#include <algorithm>
#include <cmath>
#include <complex>
#include <opencv2/imgproc.hpp>
#include <span>

#include "blend/pixels.hpp"

namespace faces {
namespace {

constexpr int side_px = 192;
constexpr std::array<const char*, 2> outputs{"points", "scores"};

/// Where the network is used to have the five landmarks, in parts of its picture's side: eyes, nose and mouth
/// of a portrait, of which it sees the middle 0.72.
constexpr Landmarks places{{{0.35, 0.339}, {0.65, 0.339}, {0.5, 0.518}, {0.367, 0.669}, {0.633, 0.669}}};

/// A turn, a scale and a shift, as a complex factor and summand: what brings the landmarks nearest to their
/// places by least squares.
struct Window {
    std::complex<double> factor, shift;

    explicit Window(const Landmarks& landmarks) {
        std::complex<double> mean_from, mean_to, product;
        double squares = 0;
        const auto number = [](const Point& p) { return std::complex<double>(p.x, p.y); };
        for (std::size_t i = 0; i < places.size(); ++i) {
            mean_from += number(landmarks[i]) / 5.0;
            mean_to += number(places[i]) * (side_px / 5.0);
        }
        for (std::size_t i = 0; i < places.size(); ++i) {
            const std::complex<double> from = number(landmarks[i]) - mean_from;
            product += std::conj(from) * (number(places[i]) * static_cast<double>(side_px) - mean_to);
            squares += std::norm(from);
        }
        factor = product / squares;
        shift = mean_to - factor * mean_from;
    }
    /// Landmarks in one point, or so far apart that no sum of theirs is finite, have none.
    [[nodiscard]] bool exists() const {
        return std::isfinite(shift.real()) && std::isfinite(shift.imag()) && std::norm(factor) > 1e-12;
    }
    [[nodiscard]] cv::Matx23d matrix() const {
        return {factor.real(), -factor.imag(), shift.real(), factor.imag(), factor.real(), shift.imag()};
    }
    [[nodiscard]] cv::Point3d into_picture(const float* point) const {
        const std::complex<double> place = (std::complex<double>(point[0], point[1]) - shift) / factor;
        return {place.real(), place.imag(), point[2] / std::abs(factor)};
    }
};

/// Whether the points lie where the landmarks say, a third of the way from the eyes to the mouth apart at
/// most. In a picture with more than one face the network may take another.
bool agree(const FacePoints& points, const Landmarks& landmarks) {
    const auto at = [&](std::size_t i) { return cv::Point2d(points[i].x, points[i].y); };
    const auto middle = [&](std::size_t a, std::size_t b) { return (at(a) + at(b)) / 2; };
    // The eyes' corners, the tip of the nose and the corners of the mouth.
    const std::array<cv::Point2d, 5> found{middle(33, 133), middle(362, 263), at(1), at(61), at(291)};
    const double scale = cv::norm(middle(61, 291) - (found[0] + found[1]) / 2);
    for (std::size_t i = 0; i < found.size(); ++i) {
        if (!(cv::norm(found[i] - cv::Point2d(landmarks[i].x, landmarks[i].y)) < scale / 3)) {
            return false;
        }
    }
    return true;
}

}  // namespace

FacePointFinder::FacePointFinder(const std::filesystem::path& models, const NetworkOptions& options)
    : network_(models / "face-mesh.xml", options) {
    const std::vector<std::uint8_t> black(std::size_t{side_px} * side_px * 3);
    network_.on_every_stream([&] { (void)network_.run({1, side_px, side_px, black}, outputs); });
}

std::optional<FacePoints> FacePointFinder::find(const Chip& chip) const {
    const Window window(chip.landmarks);
    if (!window.exists()) {
        return std::nullopt;
    }
    cv::Mat pixels;
    cv::warpAffine(pixels_of(chip.image), pixels, window.matrix(), {side_px, side_px}, cv::INTER_LINEAR,
                   cv::BORDER_REPLICATE);
    const std::vector<Output> answers =
        network_.run({1, side_px, side_px, {pixels.data, pixels.total() * 3}}, outputs);
    constexpr float least_score = 0.5F;
    if (!(answers[1].values.at(0) >= least_score)) {
        return std::nullopt;
    }
    FacePoints points;
    for (std::size_t i = 0; i < points.size(); ++i) {
        points[i] = window.into_picture(answers[0].values.data() + 3 * i);
    }
    if (!agree(points, chip.landmarks)) {
        return std::nullopt;
    }
    return points;
}

}  // namespace faces
