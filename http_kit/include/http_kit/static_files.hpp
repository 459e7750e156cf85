#pragma once

#include <filesystem>
#include <string_view>

#include "http_kit/router.hpp"

namespace http {

/// Serves a folder's files for a pattern that ends in `{path...}`; an empty path is `index.html`. Nothing
/// outside the folder, no hidden file and no listing is ever served. Files are read anew for each request,
/// with an ETag, so that a browser asks again but fetches only what changed. Throws Error(not_found) where
/// the folder does not exist.
[[nodiscard]] Handler static_files(std::filesystem::path folder);

/// Serves one file. Throws as static_files().
[[nodiscard]] Handler static_file(std::filesystem::path file);

/// By the name's extension; "application/octet-stream" for one that is not known.
[[nodiscard]] std::string_view content_type_of(const std::filesystem::path& file);

}  // namespace http
