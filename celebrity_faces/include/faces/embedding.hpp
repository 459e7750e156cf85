#pragma once

#include <cmath>
#include <string>
#include <vector>

namespace faces {

/// A face as a point: near points are alike, by L2 distance. The default's has 128 values and length 1.
using Embedding = std::vector<float>;

[[nodiscard]] inline double l2_norm(const Embedding& embedding) noexcept {
    double squares = 0;
    for (const float value : embedding) {
        squares += static_cast<double>(value) * value;
    }
    return std::sqrt(squares);
}

/// What made an embedding. Embeddings of different kinds never meet: each is stored with its kind,
/// and a gallery refuses those of another.
struct EmbedderInfo {
    std::string name;       ///< of the network and its weights, for example "mobilefacenet"
    int dimension = 0;      ///< values an embedding
    std::string metric;     ///< "l2", "inner_product" or "cosine"
    std::string precision;  ///< "f32" or "bf16"

    friend bool operator==(const EmbedderInfo&, const EmbedderInfo&) = default;
};

/// Whether embeddings of the two may meet. The precision is told with each embedding and parts nothing: one
/// face's embeddings in bf16 and in f32 lie 0.014 of their length apart, two photos of one person ten times
/// that and more (docs/decisions/008).
[[nodiscard]] inline bool comparable(const EmbedderInfo& a, const EmbedderInfo& b) {
    return a.name == b.name && a.dimension == b.dimension && a.metric == b.metric;
}

}  // namespace faces
