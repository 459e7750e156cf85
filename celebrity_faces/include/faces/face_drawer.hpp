#pragma once

#include <span>
#include <vector>

#include "faces/embedding.hpp"
#include "faces/image.hpp"

namespace faces {

/// Draws faces that have never been photographed. May be called from many threads at once.
class FaceDrawer {
  public:
    virtual ~FaceDrawer() = default;

    /// A face an embedding, in order, in one batch: square, upright, from the front, eyes and mouth where a
    /// portrait has them. Throws Error(invalid_argument) for an embedding of another dimension or one whose
    /// values say nothing: not finite, or all zero.
    [[nodiscard]] virtual std::vector<Image> draw(std::span<const Embedding> embeddings) const = 0;
};

}  // namespace faces
