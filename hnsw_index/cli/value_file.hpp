#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <vector>

namespace hnsw::cli {

/// Vectors of a file, row by row; there is at least one, and every number is finite.
struct VectorFile {
    std::filesystem::path path;
    std::size_t dimension = 0;
    std::vector<float> values;

    [[nodiscard]] std::size_t size() const { return values.size() / dimension; }
    [[nodiscard]] std::span<const float> operator[](std::size_t row) const {
        return std::span(values).subspan(row * dimension, dimension);
    }
};

/// Reads NAME.npy (float32, two dimensions) or, whatever else its name, raw little-endian float32 without a
/// header, for which the dimension must be given. Throws Error, which names the file, the row and the value,
/// and CLI::RequiredError where the dimension is missing.
[[nodiscard]] VectorFile read_vectors(const std::filesystem::path& path,
                                      std::optional<std::size_t> dimension);

/// Reads whole numbers: NAME.i64 or NAME.i32, raw little-endian, or NAME.npy of either. Throws Error.
[[nodiscard]] std::vector<std::int64_t> read_integers(const std::filesystem::path& path);

/// Writes them to NAME.i64 or NAME.i32, whole or not at all. Throws Error, also for a number that is too
/// large for 32 bits.
void write_integers(const std::filesystem::path& path, std::span<const std::int64_t> values);

/// Throws Error(invalid_argument) unless the name ends with .i64 or .i32.
void check_integer_name(const std::filesystem::path& path);

/// Before long work: throws Error(file) where no file can be made there, or one is there and `replace` is
/// false.
void check_output(const std::filesystem::path& path, bool replace);

}  // namespace hnsw::cli
