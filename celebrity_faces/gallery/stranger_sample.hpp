#pragma once

#include <cstddef>
#include <vector>

#include "gallery/store.hpp"

namespace faces {

/// Embeddings of different people, one each, evenly over the gallery: at most `count`. What lies between them
/// are distances of strangers.
[[nodiscard]] std::vector<Embedding> strangers_of(const Store& store, std::size_t count);

}  // namespace faces
