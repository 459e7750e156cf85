#pragma once

#include <memory>

#include "faces/blender.hpp"

namespace faces {

/// A landmark morph of two photos: both are warped to the shape between them, piece by piece, and their
/// colours mixed (Wolberg 1998, "Image morphing: a survey", mesh warping).
[[nodiscard]] std::unique_ptr<Blender> make_landmark_morph();

}  // namespace faces
