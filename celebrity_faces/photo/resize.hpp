#pragma once

#include "faces/face.hpp"
#include "faces/image.hpp"

namespace faces {

/// The image scaled to exactly `width` x `height` px: area averages where it shrinks, bilinear where it
/// grows.
[[nodiscard]] Image resize(const Image& image, int width, int height);

/// The image scaled down so that no side is longer than `max_side_px`; unchanged where it fits already.
[[nodiscard]] Image fit_within(const Image& image, int max_side_px);

/// The part of the image that `box` covers (rounded to pixels, clipped); at least 1 x 1 px.
[[nodiscard]] Image cut(const Image& image, const Box& box);

}  // namespace faces
