#pragma once

#include <cstddef>
#include <cstdint>

#include "gallery/store.hpp"

namespace faces {

struct MadeFaces {
    std::size_t faces = 200'000;
    std::size_t people = 50'000;
    std::uint32_t seed = 1;
};

/// Fills a store with people that do not exist, for tests of scale: names "Made 1" and on, without photos;
/// each person a random direction, and the faces around it as far apart as one person's photos are. The same
/// seed makes the same faces.
void insert_made_faces(Store& store, const EmbedderInfo& embedder, const MadeFaces& wanted);

}  // namespace faces
