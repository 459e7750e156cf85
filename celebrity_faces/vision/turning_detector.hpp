#pragma once

#include <memory>

#include "faces/detector.hpp"

namespace faces {

/// Tries the quarter turns where a detector finds nothing: photos that lie on a side or stand on their head.
/// Boxes and landmarks are those of the photo as it is; the landmarks keep the order that they have in the
/// upright face.
class TurningDetector final : public Detector {
  public:
    explicit TurningDetector(std::unique_ptr<Detector> detector) : detector_(std::move(detector)) {}
    [[nodiscard]] std::vector<Face> detect(const Image& image) const override;

  private:
    std::unique_ptr<Detector> detector_;
};

}  // namespace faces
