#pragma once

#include "faces/embedding.hpp"

namespace faces {

/// What a distance between two embeddings means, in per cent: how many pairs of photos of one and the same
/// person are less alike than these two. 50 is as alike as two photos of one person usually are. A logistic
/// function of the distance, fitted on CelebA's identities and checked on LFW; docs/similarity.md has the fit
/// and the check.
class Similarity {
  public:
    /// Throws Error(conflict) for an embedder that was never fitted.
    explicit Similarity(const EmbedderInfo& embedder);

    /// Falls strictly with the distance; from 0 to 100.
    [[nodiscard]] double per_cent(float distance) const noexcept;

  private:
    double median_ = 0;  ///< distance of 50 %
    double scale_ = 1;
};

}  // namespace faces
