#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <vector>

namespace faces {

/// The file's bytes. Throws Error(not_found) where there is none, Error(too_large) above `max_bytes`,
/// Error(unavailable) where it cannot be read.
[[nodiscard]] std::vector<std::uint8_t> read_file(const std::filesystem::path& file, std::size_t max_bytes);

/// Writes a new file, or replaces one, and waits until the disk has it. Throws Error(unavailable).
void write_durably(const std::filesystem::path& file, std::span<const std::uint8_t> bytes);
/// Waits until the disk has the folder's entries: what a rename needs to outlast a loss of power.
void flush_folder(const std::filesystem::path& folder);

}  // namespace faces
