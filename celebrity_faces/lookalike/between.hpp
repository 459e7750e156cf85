#pragma once

#include "faces/embedding.hpp"

namespace faces {

/// The embedding a part `t` of the way from a to b along the sphere (Shoemake 1985, "Animating rotation with
/// quaternion curves": slerp), of length one whatever theirs: a mean of the two would be shorter than any
/// face's. Throws Error(invalid_argument) for a t outside [0, 1], different dimensions, an embedding of
/// length zero or none, and two that are opposite, between which every way is as short.
[[nodiscard]] Embedding between(const Embedding& a, const Embedding& b, double t);

}  // namespace faces
