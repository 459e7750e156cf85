#include "lookalike/similarity.hpp"

#include <fmt/format.h>

#include <cmath>

#include "faces/error.hpp"

namespace faces {

Similarity::Similarity(const EmbedderInfo& embedder) {
    if (embedder.name != "dlib-resnet-v1" && embedder.name != "mobilefacenet") {
        throw Error(ErrorCode::conflict,
                    fmt::format("no similarity was fitted for the embedder \"{}\"", embedder.name));
    }
    // Fitted on 17,851 pairs of CelebA's identities (experiments/002-similarity).
    median_ = 0.4378;
    scale_ = 0.0536;
}

double Similarity::per_cent(float distance) const noexcept {
    return 100 / (1 + std::exp((static_cast<double>(distance) - median_) / scale_));
}

}  // namespace faces
