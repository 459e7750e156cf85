#pragma once

#include <string_view>
#include <vector>

#include "faces/match.hpp"

namespace faces {

/// "aligned", "whole", "crop" or "wide".
[[nodiscard]] std::string_view view_name(View view) noexcept;

/// The views of a comma-separated list, in its order, each once. Throws Error(invalid_argument) that names an
/// unknown one.
[[nodiscard]] std::vector<View> parse_views(std::string_view list);

}  // namespace faces
