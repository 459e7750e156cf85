#pragma once

#include <optional>
#include <string>
#include <vector>

#include "gallery/store.hpp"
#include "gallery/unlike_photos.hpp"

namespace faces {

/// A stored photo that may show somebody else than its person, with what its operator needs to find it.
struct Suspect {
    FaceId face = 0;
    PersonId person = 0;
    std::string name;              ///< of the person
    std::optional<PhotoId> photo;  ///< absent for a face without one
    std::string source, link;      ///< of the photo; the original's file name
    std::string reason;            ///< for people to read
};

/// The store's unlike_photos, by person and then in the order they came in.
[[nodiscard]] std::vector<Suspect> find_suspects(const Store& store, const UnlikeOptions& options);

}  // namespace faces
