#include "blend/mesh.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

namespace faces {
namespace {

cv::Point2d at(const Point& point) {
    return {point.x, point.y};
}

}  // namespace

Mesh mesh_of(const Landmarks& landmarks, cv::Size size) {
    const double right = size.width - 1, bottom = size.height - 1;
    const cv::Point2d left_eye = at(landmarks[0]), right_eye = at(landmarks[1]);
    const cv::Point2d eyes = (left_eye + right_eye) / 2;
    const cv::Point2d mouth = (at(landmarks[3]) + at(landmarks[4])) / 2;
    const cv::Point2d down = mouth - eyes;
    const cv::Point2d across = right_eye - left_eye;
    const cv::Point2d middle = eyes + down / 2;
    // Drawing's old measures: the eyes half-way down the head, the mouth two thirds of the way from them to
    // the chin; the face five eyes wide, of which the centres of the eyes are two apart.
    Mesh mesh{left_eye,
              right_eye,
              at(landmarks[2]),
              at(landmarks[3]),
              at(landmarks[4]),
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
        point = {std::clamp(point.x, 0.0, right), std::clamp(point.y, 0.0, bottom)};
    }
    return mesh;
}

Mesh between(const Mesh& a, const Mesh& b, double t) {
    Mesh mesh;
    for (std::size_t i = 0; i < mesh.size(); ++i) {
        mesh[i] = a[i] * (1 - t) + b[i] * t;
    }
    return mesh;
}

std::vector<Triangle> triangulate(const Mesh& mesh, cv::Size size) {
    cv::Subdiv2D subdivision(cv::Rect(-1, -1, size.width + 2, size.height + 2));
    std::vector<std::pair<int, std::size_t>> vertices;  // of the subdivision, and the mesh's point
    for (std::size_t i = 0; i < mesh.size(); ++i) {
        vertices.emplace_back(subdivision.insert(cv::Point2f(mesh[i])), i);
    }
    const auto point_at = [&](const cv::Point2f& place) -> std::optional<std::size_t> {
        int edge = 0, vertex = 0;
        if (subdivision.locate(place, edge, vertex) != cv::Subdiv2D::PTLOC_VERTEX) {
            return std::nullopt;
        }
        const auto found = std::ranges::find(vertices, vertex, &std::pair<int, std::size_t>::first);
        return found == vertices.end() ? std::nullopt : std::optional(found->second);
    };
    std::vector<cv::Vec6f> corners;
    subdivision.getTriangleList(corners);
    std::vector<Triangle> triangles;
    for (const cv::Vec6f& c : corners) {
        const auto p = point_at({c[0], c[1]}), q = point_at({c[2], c[3]}), r = point_at({c[4], c[5]});
        // Those with a corner of the subdivision's own outer triangle lie beyond the picture.
        if (p && q && r) {
            triangles.push_back({*p, *q, *r});
        }
    }
    return triangles;
}

}  // namespace faces
