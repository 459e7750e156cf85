#pragma once

#include <cstdint>
#include <filesystem>
#include <istream>
#include <string>
#include <vector>

namespace hnsw::cli {

/// The head of a NumPy array file (NEP 1): the values follow it.
struct NpyHeader {
    std::string type;  ///< as NumPy writes it: "<f4" are little-endian floats, "<i8" 64-bit integers
    std::vector<std::uint64_t> shape;
};

/// Reads the head and leaves the stream at the first value. Throws Error(damaged_file) that names the path;
/// arrays in Fortran's order are refused.
[[nodiscard]] NpyHeader read_npy_header(std::istream& in, const std::filesystem::path& path);

}  // namespace hnsw::cli
