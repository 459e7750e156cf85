#include "blend/untangle.hpp"

#include <algorithm>

namespace faces {
namespace {

/// A triangle may shrink to this part of its area, else its few pixels are smeared over many.
constexpr double least_part = 0.15;
/// Enough for whole meshes in one point; a turned head takes about ten.
constexpr int most_rounds = 200;

}  // namespace

void untangle(Mesh& mesh, const Mesh& model, const std::vector<Triangle>& triangles) {
    const std::size_t free = mesh.border();
    for (int round = 0; round < most_rounds; ++round) {
        std::vector<bool> folded(free, false);
        bool any = false;
        for (const Triangle& triangle : triangles) {
            if (doubled_area(mesh.points, triangle) < least_part * doubled_area(model.points, triangle)) {
                for (const std::size_t point : triangle) {
                    if (point < free) {
                        folded[point] = true;
                        any = true;
                    }
                }
            }
        }
        if (!any) {
            return;
        }
        // Each neighbour is met in two triangles, for no free point lies on the border of all.
        std::vector<cv::Point2d> sum(free);
        std::vector<double> count(free);
        for (const auto& [a, b, c] : triangles) {
            for (const auto& [point, one, other] : {std::array{a, b, c}, {b, c, a}, {c, a, b}}) {
                if (point < free && folded[point]) {
                    sum[point] += mesh.points[one] + mesh.points[other];
                    count[point] += 2;
                }
            }
        }
        for (std::size_t point = 0; point < free; ++point) {
            if (folded[point]) {
                mesh.points[point] = (mesh.points[point] + sum[point] / count[point]) / 2;
            }
        }
    }
}

}  // namespace faces
