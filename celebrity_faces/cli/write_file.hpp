#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

namespace faces {

/// Throws Error(unavailable), which names the file, where it cannot be written.
void write_file(const std::filesystem::path& file, const std::vector<std::uint8_t>& bytes);

}  // namespace faces
