#pragma once

#include <string>
#include <vector>

namespace faces {

/// A face as a point: near points are alike. dlib's has 128 values and is compared by L2 distance.
using Embedding = std::vector<float>;

/// What made an embedding. Embeddings of different kinds never meet: each is stored with its kind,
/// and a gallery refuses those of another.
struct EmbedderInfo {
    std::string name;       ///< of the network and its weights, for example "dlib-resnet-v1"
    int dimension = 0;      ///< values an embedding
    std::string metric;     ///< "l2", "inner_product" or "cosine"
    std::string precision;  ///< "f32" or "bf16"

    friend bool operator==(const EmbedderInfo&, const EmbedderInfo&) = default;
};

}  // namespace faces
