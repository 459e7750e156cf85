#pragma once

#include <optional>

#include "faces/embedding.hpp"
#include "gallery/store.hpp"
#include "gallery/unlike_photos.hpp"
#include "lookalike/similarity.hpp"

namespace faces {

/// What distances mean in a gallery. Of a network of a user's own nobody has fitted the distances: the
/// gallery's own people are the sample, and where they are too few nothing is known.
[[nodiscard]] std::optional<Similarity> gallery_similarity(const EmbedderInfo& embedder, const Store& store);

/// Up to where a face could be the same person, as `match` says it.
[[nodiscard]] SamePersonDistance same_person_distance(const Similarity& similarity);

}  // namespace faces
