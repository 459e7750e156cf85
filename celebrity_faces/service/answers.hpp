#pragma once

#include <nlohmann/json_fwd.hpp>

#include <optional>
#include <string>
#include <vector>

#include "faces/match.hpp"
#include "faces/people.hpp"

namespace faces {

// The schemas of openapi.yaml.

[[nodiscard]] nlohmann::ordered_json quality_answer(const FaceQuality& quality);
/// `can_draw`: whether a person's drawn portrait can be had.
[[nodiscard]] nlohmann::ordered_json face_answer(const FaceMatches& face, bool can_draw);
/// `best` is the face that stands for the person, where one may be shown.
[[nodiscard]] nlohmann::ordered_json person_answer(const Person& person,
                                                   const std::optional<StoredFace>& best, bool can_draw);

/// The address of a photo, cut to a face where one is named.
[[nodiscard]] std::string photo_url(PhotoId photo, std::optional<FaceId> face);

}  // namespace faces
