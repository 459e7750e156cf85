#pragma once

#include <vector>

#include "faces/face.hpp"
#include "faces/image.hpp"

namespace faces {

/// Finds faces. Implementations may be called from many threads at once.
class Detector {
  public:
    virtual ~Detector() = default;

    /// Every face in the image, the largest first; empty where there is none. Boxes and landmarks in image
    /// pixels. `landmarks` is filled by every implementation (the Haar detector asks the landmark predictor).
    [[nodiscard]] virtual std::vector<Face> detect(const Image& image) const = 0;
};

}  // namespace faces
