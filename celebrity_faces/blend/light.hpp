#pragma once

#include <opencv2/core.hpp>

namespace faces {

/// The colours of a face: mean and covariance of its pixels.
struct Light {
    cv::Vec3d mean;
    cv::Matx33d covariance;
};

/// Of the f32 pixels where the mask, u8, is set; all pixels' where it is set nowhere.
[[nodiscard]] Light light_of(const cv::Mat& pixels, const cv::Mat& mask);

/// A map of colours: matrix * (colour - from) + to.
struct ColourMap {
    cv::Matx33d matrix;
    cv::Vec3d from, to;
};

/// The map that takes the colours of one face a part `t` of the way to those of another, each along a
/// straight line: the optimal transport between normal distributions (Pitié & Kokaram 2007, "The linear
/// Monge-Kantorovitch linear colour mapping for example-based colour transfer"). So a taken t of the way to
/// b, and b 1 - t of the way to a, have the same mean and covariance.
[[nodiscard]] ColourMap relighting(const Light& from, const Light& to, double t);

/// Changes the f32 pixels by the map as far as they are of the face's colours or lie in its mask, f32: two
/// photos under unlike lamps would else show through each other, while hair and background have no part in
/// that.
void relight(cv::Mat& pixels, const cv::Mat& mask, const Light& light, const ColourMap& map);

}  // namespace faces
