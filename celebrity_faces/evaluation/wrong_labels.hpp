#pragma once

#include <span>
#include <vector>

#include "evaluation/identification.hpp"

namespace faces {

/// Two photos that are filed under two names and show one person.
struct WrongLabel {
    std::size_t a = 0, b = 0;  ///< places among the faces
    float distance = 0;
};

/// Pairs of two names that are nearer than `limit`, the nearest first.
[[nodiscard]] std::vector<WrongLabel> wrong_labels(std::span<const LabelledEmbedding> faces, double limit,
                                                   const SearchOptions& options);

/// The faces that no wrong label names.
[[nodiscard]] std::vector<LabelledEmbedding> without(std::span<const LabelledEmbedding> faces,
                                                     std::span<const WrongLabel> labels);

}  // namespace faces
