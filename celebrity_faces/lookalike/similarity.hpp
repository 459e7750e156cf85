#pragma once

#include "faces/embedding.hpp"

namespace faces {

/// What a distance between two embeddings means, in per cent: the probability that the two photos show one
/// person, were both cases equally likely beforehand. A logistic function of the distance, fitted on CelebA's
/// identities and checked on LFW; docs/similarity.md has the fit and the check.
class Similarity {
  public:
    /// Throws Error(conflict) for an embedder that was never fitted.
    explicit Similarity(const EmbedderInfo& embedder);

    /// Falls strictly with the distance; from 0 to 100.
    [[nodiscard]] double per_cent(float distance) const noexcept;

  private:
    double slope_ = 0;
    double midpoint_ = 0;
};

}  // namespace faces
