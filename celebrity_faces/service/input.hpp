#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "faces/embedder.hpp"
#include "faces/vector_search.hpp"

namespace faces {

// What comes from outside, checked once. Each throws Error(invalid_argument) that names the field, its value
// and what is allowed.

/// A whole number from `least` to `most`.
[[nodiscard]] std::int64_t parse_integer(std::string_view name, std::string_view text, std::int64_t least,
                                         std::int64_t most);

/// What a face like both is made from: photos, embeddings, or photos where the gallery may show one.
enum class BlendKind { any, photos, drawn };

struct BlendRequest {
    BlendKind kind = BlendKind::any;
    std::optional<Chip> portrait;        ///< there, but for `drawn`
    std::optional<Embedding> embedding;  ///< there for `drawn`
    PersonId person = 0;
    std::optional<FaceId> person_face;
    double t = 0.5;
};
/// The schema BlendRequest of openapi.yaml. Throws also what decode_photo throws for the portrait.
[[nodiscard]] BlendRequest parse_blend_request(std::string_view body);

}  // namespace faces
