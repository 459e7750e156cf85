#include "blend/mesh.hpp"

#include <algorithm>
#include <cmath>

namespace faces {
namespace {

/// The outline of the face mesh, from the middle of the forehead on.
constexpr std::array<std::size_t, 36> outline_points{
    10,  338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377,
    152, 148, 176, 149, 150, 136, 172, 58,  132, 93,  234, 127, 162, 21,  54,  103, 67,  109};
/// How far from the face's middle the ring lies, in parts of the way to the outline: about where hair ends
/// and the neck begins.
constexpr double ring = 1.45;

cv::Point2d on_grid(const cv::Point2d& point) {
    constexpr double steps_per_px = 1024;
    return {std::round(point.x * steps_per_px) / steps_per_px,
            std::round(point.y * steps_per_px) / steps_per_px};
}

cv::Point2d inside(const cv::Point2d& point, cv::Size size) {
    return {std::clamp(point.x, 0.0, size.width - 1.0), std::clamp(point.y, 0.0, size.height - 1.0)};
}

/// The points moved inside and onto the grid, and the border's after them.
Mesh mesh_with_border(std::vector<cv::Point2d> points, std::size_t outline, cv::Size size) {
    const double right = size.width - 1, bottom = size.height - 1;
    points.insert(points.end(), {{0, 0},
                                 {right / 2, 0},
                                 {right, 0},
                                 {right, bottom / 2},
                                 {right, bottom},
                                 {right / 2, bottom},
                                 {0, bottom},
                                 {0, bottom / 2}});
    for (cv::Point2d& point : points) {
        point = on_grid(inside(point, size));
    }
    return {std::move(points), outline};
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
    // Drawing's old measures: the eyes half-way down the head, the mouth two thirds of the way from them to
    // the chin; the face five eyes wide, of which the centres of the eyes are two apart.
    return mesh_with_border({eyes - down * 1.1, middle + across * 1.05, eyes + down * 1.55,
                             middle - across * 1.05, left_eye, right_eye, nose, left_mouth, right_mouth},
                            4, size);
}

Mesh mesh_of(const FacePoints& face, cv::Size size) {
    std::vector<cv::Point2d> points;
    const auto at = [&](std::size_t i) { return cv::Point2d(face[i].x, face[i].y); };
    std::array<bool, face_points> taken{};
    cv::Point2d middle;
    for (const std::size_t i : outline_points) {
        points.push_back(at(i));
        taken[i] = true;
        middle += at(i) / static_cast<double>(outline_points.size());
    }
    for (std::size_t i = 0; i < face.size(); ++i) {
        if (!taken[i]) {
            points.push_back(at(i));
        }
    }
    // Every second is enough around a face.
    for (std::size_t i = 0; i < outline_points.size(); i += 2) {
        points.push_back(middle + (points[i] - middle) * ring);
    }
    return mesh_with_border(std::move(points), outline_points.size(), size);
}

Mesh between(const Mesh& a, const Mesh& b, double t) {
    Mesh mesh{a.points, a.outline};
    for (std::size_t i = 0; i < mesh.points.size(); ++i) {
        mesh.points[i] = on_grid(a.points[i] * (1 - t) + b.points[i] * t);
    }
    return mesh;
}

}  // namespace faces
