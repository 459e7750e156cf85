#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "faces/image.hpp"
#include "faces/match.hpp"
#include "lookalike/lookalike.hpp"

namespace faces {

/// What the pictures of each file are named after: its name without the extension, and a number behind it
/// where an earlier file has that name already.
[[nodiscard]] std::vector<std::string> picture_names(const std::vector<std::string>& files);

/// Writes to `folder`, for the photo called NAME: `NAME-faces.jpg`, the photo with its faces boxed; for each
/// face `NAME-face1-aligned.jpg`, its portrait; and `NAME-face1-aligned-like-17.jpg`, a face half-way to the
/// first person, where a photo of that person may be shown. Throws Error(unavailable) where a file cannot be
/// written.
void write_match_pictures(const std::filesystem::path& folder, const std::string& name, const Photo& photo,
                          const std::vector<FaceMatches>& faces, const Lookalike& lookalike);

}  // namespace faces
