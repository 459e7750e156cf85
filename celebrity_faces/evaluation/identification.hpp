#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "faces/embedding.hpp"

namespace faces {

struct LabelledEmbedding {
    std::string person;
    Embedding embedding;
};

struct Identification {
    std::size_t probes = 0;  ///< faces of people with at least two
    double rank_1 = 0;       ///< part of them whose own person came first
    double rank_5 = 0;       ///< among the first five people
};

/// Leave one out: each face of a person with at least two searches all other faces, exactly; people in the
/// order of their nearest face by L2. `probes` counts also those in `missing`: faces that were not found,
/// which count as wrong.
[[nodiscard]] Identification identify(std::span<const LabelledEmbedding> faces,
                                      std::span<const std::string> missing, unsigned threads);

}  // namespace faces
