#pragma once

#include <opencv2/core.hpp>

#include <vector>

#include "blend/mesh.hpp"
#include "blend/triangulation.hpp"

namespace faces {

/// Where each pixel of a picture in the shape `to` comes from in a picture of the shape `from`: maps for
/// cv::remap, f32, of `size`. The triangles cover `to`; where some overlap in it, one of them counts.
struct WarpMaps {
    cv::Mat x, y;
    /// How many pixels of `from` each pixel shows: little where a cheek is seen from the side.
    cv::Mat area;
};
[[nodiscard]] WarpMaps warp_maps(const Mesh& from, const Mesh& to, const std::vector<Triangle>& triangles,
                                 cv::Size size);

}  // namespace faces
