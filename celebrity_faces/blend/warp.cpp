#include "blend/warp.hpp"

#include <algorithm>
#include <cmath>

namespace faces {
namespace {

/// The weights of a triangle's corners at a point, linear in it: value = at_origin + point . gradient.
struct Barycentric {
    cv::Point2d origin, u, v;
    double area = 0;

    Barycentric(const cv::Point2d& a, const cv::Point2d& b, const cv::Point2d& c)
        : origin(a), u(b - a), v(c - a), area(u.cross(v)) {}
    [[nodiscard]] cv::Vec3d operator()(const cv::Point2d& p) const {
        const cv::Point2d d = p - origin;
        const double wb = d.cross(v) / area;
        const double wc = u.cross(d) / area;
        return {1 - wb - wc, wb, wc};
    }
};

}  // namespace

WarpMaps warp_maps(const Mesh& from, const Mesh& to, const std::vector<Triangle>& triangles, cv::Size size) {
    WarpMaps maps{cv::Mat(size, CV_32F), cv::Mat(size, CV_32F), cv::Mat(size, CV_32F, cv::Scalar(1))};
    // Where there are no triangles, in a single row or column, every pixel stays where it is.
    for (int y = 0; y < size.height; ++y) {
        for (int x = 0; x < size.width; ++x) {
            maps.x.at<float>(y, x) = static_cast<float>(x);
            maps.y.at<float>(y, x) = static_cast<float>(y);
        }
    }
    // Neighbours both claim the pixels of their common side, and agree on them.
    constexpr double rounding = 1e-9;
    for (const auto& [a, b, c] : triangles) {
        const Barycentric weights(to.points[a], to.points[b], to.points[c]);
        if (weights.area == 0) {
            continue;
        }
        const double area =
            (from.points[b] - from.points[a]).cross(from.points[c] - from.points[a]) / weights.area;
        const auto [left, right] = std::minmax({to.points[a].x, to.points[b].x, to.points[c].x});
        const auto [top, bottom] = std::minmax({to.points[a].y, to.points[b].y, to.points[c].y});
        for (int y = static_cast<int>(std::ceil(top));
             y <= std::min(static_cast<int>(bottom), size.height - 1); ++y) {
            for (int x = static_cast<int>(std::ceil(left));
                 x <= std::min(static_cast<int>(right), size.width - 1); ++x) {
                const cv::Vec3d w = weights(cv::Point2d(x, y));
                if (std::min({w[0], w[1], w[2]}) < -rounding) {
                    continue;
                }
                const cv::Point2d source =
                    from.points[a] * w[0] + from.points[b] * w[1] + from.points[c] * w[2];
                maps.x.at<float>(y, x) = static_cast<float>(source.x);
                maps.y.at<float>(y, x) = static_cast<float>(source.y);
                maps.area.at<float>(y, x) = static_cast<float>(area);
            }
        }
    }
    return maps;
}

}  // namespace faces
