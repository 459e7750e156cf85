#pragma once

#include <cstdint>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>

namespace hnsw::test {

inline std::string read_file(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

inline void write_file(const std::filesystem::path& path, std::string_view bytes) {
    std::ofstream(path, std::ios::binary).write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
}

/// As an index file says itself (docs/index-format.md).
inline std::size_t header_bytes(std::string_view file) {
    std::uint32_t bytes = 0;
    std::memcpy(&bytes, file.data() + 12, sizeof(bytes));
    return bytes;
}

}  // namespace hnsw::test
