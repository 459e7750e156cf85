#pragma once

#include "faces/embedder.hpp"

namespace faces {

/// Draws a face that resembles two. May be called from many threads at once.
class Blender {
  public:
    virtual ~Blender() = default;

    /// `t` from 0 (only a) to 1 (only b); the result has a's size. Both are portraits: upright, with
    /// landmarks in their pixels. Throws Error(invalid_argument) for a t outside [0, 1], an empty picture or
    /// landmarks that are not finite.
    [[nodiscard]] virtual Image blend(const Chip& a, const Chip& b, double t) const = 0;
};

}  // namespace faces
