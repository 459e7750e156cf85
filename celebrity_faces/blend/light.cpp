#include "blend/light.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

namespace faces {
namespace {

/// Added to each variance, as much as that of noise: a flat picture has none of its own to divide by.
constexpr double noise = 4 * 4;

/// A symmetric matrix with a function done to its eigenvalues.
template <typename Function>
cv::Matx33d spectral(const cv::Matx33d& symmetric, const Function& function) {
    cv::Vec3d values;
    cv::Matx33d vectors;  // a row each
    cv::eigen(symmetric, values, vectors);
    for (int i = 0; i < 3; ++i) {
        values[i] = function(values[i]);
    }
    return vectors.t() * cv::Matx33d::diag(values) * vectors;
}

double root(double value) {
    return std::sqrt(std::max(value, 0.0));
}

}  // namespace

Light light_of(const cv::Mat& pixels, const cv::Mat& mask) {
    cv::Vec3d sum;
    cv::Matx33d squares = cv::Matx33d::zeros();
    double count = 0;
    const bool all = cv::countNonZero(mask) == 0;
    for (int y = 0; y < pixels.rows; ++y) {
        const auto* row = pixels.ptr<cv::Vec3f>(y);
        const auto* inside = mask.ptr<std::uint8_t>(y);
        for (int x = 0; x < pixels.cols; ++x) {
            if (all || inside[x] != 0) {
                const cv::Vec3d colour = row[x];
                sum += colour;
                squares += colour * colour.t();
                ++count;
            }
        }
    }
    Light light{sum / count, squares * (1 / count)};
    light.covariance -= light.mean * light.mean.t();
    return light;
}

ColourMap relighting(const Light& from, const Light& to, double t) {
    const cv::Matx33d identity = cv::Matx33d::eye();
    const cv::Matx33d a = from.covariance + noise * identity, b = to.covariance + noise * identity;
    const cv::Matx33d root_a = spectral(a, root);
    const cv::Matx33d inverse = spectral(a, [](double value) { return 1 / root(value); });
    const cv::Matx33d whole = inverse * spectral(root_a * b * root_a, root) * inverse;
    return {(1 - t) * identity + t * whole, from.mean, (1 - t) * from.mean + t * to.mean};
}

void relight(cv::Mat& pixels, const cv::Mat& mask, const Light& light, const ColourMap& map) {
    const cv::Matx33f whitening =
        spectral(light.covariance + noise * cv::Matx33d::eye(), [](double value) { return 1 / root(value); });
    const cv::Vec3f from = map.from;
    const cv::Matx33f change = map.matrix - cv::Matx33d::eye();
    const cv::Vec3f shift = map.to - map.from;
    cv::Mat part(pixels.size(), CV_32F);
    for (int y = 0; y < pixels.rows; ++y) {
        const auto* row = pixels.ptr<cv::Vec3f>(y);
        const auto* inside = mask.ptr<float>(y);
        auto* out = part.ptr<float>(y);
        for (int x = 0; x < pixels.cols; ++x) {
            const cv::Vec3f distance = whitening * (row[x] - from);
            out[x] = std::max(inside[x], std::exp(-0.5F * distance.dot(distance) / 2));
        }
    }
    cv::GaussianBlur(part, part, {}, 3);
    for (int y = 0; y < pixels.rows; ++y) {
        auto* row = pixels.ptr<cv::Vec3f>(y);
        const auto* much = part.ptr<float>(y);
        for (int x = 0; x < pixels.cols; ++x) {
            row[x] += much[x] * (change * (row[x] - from) + shift);
        }
    }
}

}  // namespace faces
