#pragma once

#include <opencv2/core.hpp>

#include <vector>

#include "blend/mesh.hpp"
#include "blend/triangulation.hpp"

namespace faces {

/// Where each pixel of a picture in the shape `to` comes from in a picture of the shape `from`: maps for
/// cv::remap, f32, of `size`. The triangles are those of `to`.
struct WarpMaps {
    cv::Mat x, y;
};
[[nodiscard]] WarpMaps warp_maps(const Mesh& from, const Mesh& to, const std::vector<Triangle>& triangles,
                                 cv::Size size);

}  // namespace faces
