#pragma once

#include <nlohmann/json_fwd.hpp>

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "faces/match.hpp"

namespace faces {

/// Where a match's photo is; none where none may be shown.
using PhotoPlace = std::function<std::optional<std::string>(const Match&)>;

/// One photo's entry of the document that `match --json` prints: docs/cli.md.
[[nodiscard]] nlohmann::ordered_json match_json(const std::string& file,
                                                const std::vector<FaceMatches>& faces,
                                                const PhotoPlace& photo_place);
[[nodiscard]] nlohmann::ordered_json match_error_json(const std::string& file, const std::string& error);

}  // namespace faces
