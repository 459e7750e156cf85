#include "lookalike/similarity.hpp"

#include <fmt/format.h>

#include <cmath>

#include "faces/error.hpp"

namespace faces {

Similarity::Similarity(const EmbedderInfo& embedder) {
    if (embedder.name != "dlib-resnet-v1") {
        throw Error(ErrorCode::conflict,
                    fmt::format("no similarity was fitted for the embedder \"{}\"", embedder.name));
    }
    // Logistic regression on 35,702 pairs of CelebA (experiments/002-similarity).
    slope_ = 28.0;
    midpoint_ = 0.656;
}

double Similarity::per_cent(float distance) const noexcept {
    return 100 / (1 + std::exp(slope_ * (static_cast<double>(distance) - midpoint_)));
}

}  // namespace faces
