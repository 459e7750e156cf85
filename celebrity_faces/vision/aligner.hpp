#pragma once

#include "faces/embedder.hpp"

namespace faces {

/// Aligns by the five landmarks: a turn, a scale and a shift bring them as near as can be to where the
/// network wants them.
class TemplateAligner : public Aligner {
  public:
    /// `places`: where a chip of size x size pixels has the landmarks.
    TemplateAligner(const Landmarks& places, int size) : places_(places), size_(size) {}

    [[nodiscard]] Chip align(const Image& image, const Face& face) const override;
    [[nodiscard]] Chip portrait(const Image& image, const Face& face, int size) const override;
    [[nodiscard]] Image crop(const Image& image, const Box& box, int size) const override;

  private:
    Landmarks places_;
    int size_;
};

}  // namespace faces
