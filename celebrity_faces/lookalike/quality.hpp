#pragma once

#include <string_view>

#include "faces/embedder.hpp"
#include "faces/quality.hpp"

namespace faces {

/// Measures a face in its photo. `original_scale`: pixels of the original a pixel of `image`.
[[nodiscard]] FaceQuality measure_quality(const Image& image, const Face& face, const Aligner& aligner,
                                          double original_scale);

/// "small", "blurred", "turned_away", "dark", "bright", as openapi.yaml has them.
[[nodiscard]] std::string_view note_name(QualityNote note) noexcept;
/// The note as a sentence for people.
[[nodiscard]] std::string_view note_text(QualityNote note) noexcept;

}  // namespace faces
