#pragma once

#include <CLI/CLI.hpp>

#include <filesystem>

namespace faces {

/// Adds `--data DIR`: everything of an operator. Without it $CELEBRITY_FACES_DATA, else ./data.
void add_data_option(CLI::App& command, std::filesystem::path& directory);

/// The index' snapshot in a data directory: derived from the gallery, and made again where it is missing.
[[nodiscard]] std::filesystem::path index_snapshot(const std::filesystem::path& directory);

}  // namespace faces
