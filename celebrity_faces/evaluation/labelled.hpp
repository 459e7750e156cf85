#pragma once

#include <cmath>
#include <cstddef>
#include <string>

#include "faces/embedding.hpp"

namespace faces {

struct LabelledEmbedding {
    std::string person;
    Embedding embedding;
    std::string photo{};  ///< where it is from
};

[[nodiscard]] inline float l2_distance(const Embedding& a, const Embedding& b) {
    float sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        sum += (a[i] - b[i]) * (a[i] - b[i]);
    }
    return std::sqrt(sum);
}

}  // namespace faces
