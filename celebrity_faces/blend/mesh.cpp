#include "blend/mesh.hpp"

#include <algorithm>
#include <cmath>

namespace faces {
namespace {

cv::Point2d on_grid(const cv::Point2d& point) {
    constexpr double steps_per_px = 1024;
    return {std::round(point.x * steps_per_px) / steps_per_px,
            std::round(point.y * steps_per_px) / steps_per_px};
}

cv::Point2d inside(const cv::Point2d& point, cv::Size size) {
    return {std::clamp(point.x, 0.0, size.width - 1.0), std::clamp(point.y, 0.0, size.height - 1.0)};
}

}  // namespace

Mesh mesh_of(const Landmarks& landmarks, cv::Size size) {
    // Moved inside before anything is extended from them: the sum of two huge numbers is not finite.
    std::array<cv::Point2d, 5> marks;
    std::ranges::transform(landmarks, marks.begin(), [&](const Point& p) {
        return inside({p.x, p.y}, size);
    });
    auto& [left_eye, right_eye, nose, left_mouth, right_mouth] = marks;
    // Half-way between a pair and an exchanged one, both would meet in one point.
    if (left_eye.x > right_eye.x) {
        std::swap(left_eye, right_eye);
    }
    if (left_mouth.x > right_mouth.x) {
        std::swap(left_mouth, right_mouth);
    }
    const cv::Point2d eyes = (left_eye + right_eye) / 2;
    const cv::Point2d mouth = (left_mouth + right_mouth) / 2;
    const cv::Point2d down = mouth - eyes;
    const cv::Point2d across = right_eye - left_eye;
    const cv::Point2d middle = eyes + down / 2;
    const double right = size.width - 1, bottom = size.height - 1;
    // Drawing's old measures: the eyes half-way down the head, the mouth two thirds of the way from them to
    // the chin; the face five eyes wide, of which the centres of the eyes are two apart.
    Mesh mesh{left_eye,
              right_eye,
              nose,
              left_mouth,
              right_mouth,
              eyes - down * 1.1,
              eyes + down * 1.55,
              middle - across * 1.05,
              middle + across * 1.05,
              {0, 0},
              {right / 2, 0},
              {right, 0},
              {right, bottom / 2},
              {right, bottom},
              {right / 2, bottom},
              {0, bottom},
              {0, bottom / 2}};
    for (cv::Point2d& point : mesh) {
        point = on_grid(inside(point, size));
    }
    return mesh;
}

Mesh between(const Mesh& a, const Mesh& b, double t) {
    Mesh mesh;
    for (std::size_t i = 0; i < mesh.size(); ++i) {
        mesh[i] = on_grid(a[i] * (1 - t) + b[i] * t);
    }
    return mesh;
}

}  // namespace faces
