#pragma once

#include <string>
#include <string_view>

namespace faces {

/// The name as it is kept: white space trimmed and each run of it made one space. Throws
/// Error(invalid_argument) where it is empty, longer than 200 bytes, not UTF-8, or holds control characters.
[[nodiscard]] std::string clean_name(std::string_view name);

/// What people are told apart, found and sorted by: the lower-case name (Unicode's simple mapping, so that
/// Cyrillic and accented letters fold too). Bytes that are not UTF-8 stay as they are.
[[nodiscard]] std::string search_key(std::string_view name);

[[nodiscard]] bool is_utf8(std::string_view text) noexcept;

}  // namespace faces
