#include "value_file.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <bit>
#include <cmath>
#include <fstream>
#include <limits>
#include <string>
#include <system_error>

#include "hnsw/error.hpp"
#include "npy.hpp"
#include "storage/file.hpp"

namespace hnsw::cli {

static_assert(std::endian::native == std::endian::little, "the files are little-endian");

namespace {

/// An open file and what is known of its bytes.
struct Input {
    std::ifstream in;
    std::uint64_t bytes = 0;  ///< of the values
    std::optional<NpyHeader> npy;
};

Input open_input(const std::filesystem::path& path) {
    std::error_code error;
    const auto status = std::filesystem::status(path, error);
    if (status.type() == std::filesystem::file_type::not_found)
        throw Error(ErrorCode::file, path.string() + " does not exist");
    if (!std::filesystem::is_regular_file(status))
        throw Error(ErrorCode::file, path.string() + " is not a file");
    Input input{.in = std::ifstream(path, std::ios::binary), .npy = {}};
    if (!input.in)
        throw Error(ErrorCode::file,
                    path.string() + " cannot be opened: " + std::generic_category().message(errno));
    if (path.extension() == ".npy") input.npy = read_npy_header(input.in, path);
    input.bytes = std::filesystem::file_size(path) - static_cast<std::uint64_t>(input.in.tellg());
    return input;
}

template <class T>
std::vector<T> read_values(Input& input, const std::filesystem::path& path) {
    std::vector<T> values(input.bytes / sizeof(T));
    if (!input.in.read(reinterpret_cast<char*>(values.data()), static_cast<std::streamsize>(input.bytes)))
        throw Error(ErrorCode::file, path.string() + " cannot be read to its end");
    return values;
}

/// Throws unless so many rows of so many values are what the file has behind its header.
void check_npy_size(const Input& input, std::uint64_t rows, std::uint64_t row, std::size_t value_bytes,
                    const std::filesystem::path& path) {
    const std::uint64_t row_bytes = row * value_bytes;
    const bool fits =
        row <= input.bytes &&
        (row_bytes == 0 ? input.bytes == 0 : input.bytes % row_bytes == 0 && input.bytes / row_bytes == rows);
    if (!fits)
        throw Error(
            ErrorCode::damaged_file,
            fmt::format("{} is damaged: {} bytes follow its header, which tells of {} rows of {} numbers "
                        "of {} bytes",
                        path.string(), input.bytes, rows, row, value_bytes));
}

std::size_t npy_dimension(const Input& input, std::optional<std::size_t> wanted,
                          const std::filesystem::path& path) {
    const NpyHeader& npy = *input.npy;
    if (npy.type != "<f4" || npy.shape.size() != 2)
        throw Error(ErrorCode::invalid_argument,
                    fmt::format("{} is an array of {} dimensions and type {}: two and <f4 are wanted, which "
                                "numpy.save writes of array.astype('float32')",
                                path.string(), npy.shape.size(), npy.type));
    check_npy_size(input, npy.shape[0], npy.shape[1], sizeof(float), path);
    if (wanted && *wanted != npy.shape[1])
        throw Error(ErrorCode::invalid_argument, fmt::format("{} has rows of {} numbers, {} are wanted",
                                                             path.string(), npy.shape[1], *wanted));
    return npy.shape[1];
}

std::size_t raw_dimension(const Input& input, std::optional<std::size_t> dimension,
                          const std::filesystem::path& path) {
    if (!dimension)
        throw CLI::RequiredError(
            fmt::format("--dimension (the numbers in a vector, which {} does not tell)", path.string()));
    if (*dimension == 0 || input.bytes % (*dimension * sizeof(float)) != 0)
        throw Error(
            ErrorCode::invalid_argument,
            fmt::format("{} has {} bytes, which are no whole rows of {} numbers of 4 bytes: the dimension "
                        "is another, or the file is cut short",
                        path.string(), input.bytes, *dimension));
    return *dimension;
}

void check_finite(const VectorFile& file) {
    for (std::size_t i = 0; i < file.values.size(); ++i)
        if (!std::isfinite(file.values[i]))
            throw Error(
                ErrorCode::invalid_argument,
                fmt::format("{}: the number at position {} of row {} is {}, finite ones are wanted (both "
                            "are counted from 0)",
                            file.path.string(), i % file.dimension, i / file.dimension, file.values[i]));
}

template <class T>
void write_values(const std::filesystem::path& path, std::span<const T> values) {
    AtomicFile file(path);
    file.write(std::as_bytes(values));
    file.commit();
}

}  // namespace

VectorFile read_vectors(const std::filesystem::path& path, std::optional<std::size_t> dimension) {
    Input input = open_input(path);
    VectorFile file{.path = path, .values = {}};
    file.dimension =
        input.npy ? npy_dimension(input, dimension, path) : raw_dimension(input, dimension, path);
    if (input.bytes == 0)
        throw Error(ErrorCode::invalid_argument, path.string() + " has no vectors: it is empty");
    file.values = read_values<float>(input, path);
    check_finite(file);
    return file;
}

std::vector<std::int64_t> read_integers(const std::filesystem::path& path) {
    Input input = open_input(path);
    std::string type = path.extension() == ".i64" ? "<i8" : "<i4";
    if (input.npy) {
        type = input.npy->type;
        std::uint64_t row = 1;
        for (std::size_t i = 1; i < input.npy->shape.size(); ++i) row *= input.npy->shape[i];
        if (input.npy->shape.empty() || (type != "<i8" && type != "<i4"))
            throw Error(
                ErrorCode::invalid_argument,
                fmt::format("{} has the type {}: whole numbers are wanted, <i8 or <i4", path.string(), type));
        check_npy_size(input, input.npy->shape[0], row, type == "<i8" ? 8 : 4, path);
    } else {
        check_integer_name(path);
    }
    const std::size_t value_bytes = type == "<i8" ? 8 : 4;
    if (input.bytes % value_bytes != 0)
        throw Error(
            ErrorCode::invalid_argument,
            fmt::format("{} has {} bytes, which are no whole numbers of {} bytes: it is cut short, or of "
                        "another type than its name says",
                        path.string(), input.bytes, value_bytes));
    if (value_bytes == 8) return read_values<std::int64_t>(input, path);
    const auto narrow = read_values<std::int32_t>(input, path);
    return {narrow.begin(), narrow.end()};
}

void check_integer_name(const std::filesystem::path& path) {
    if (path.extension() != ".i64" && path.extension() != ".i32")
        throw Error(ErrorCode::invalid_argument,
                    path.string() +
                        " does not say how its numbers are written: name it .i64 for 64 bits each, .i32 "
                        "for 32");
}

void write_integers(const std::filesystem::path& path, std::span<const std::int64_t> values) {
    check_integer_name(path);
    if (path.extension() == ".i64") return write_values(path, values);
    std::vector<std::int32_t> narrow;
    narrow.reserve(values.size());
    for (const std::int64_t value : values) {
        if (value != static_cast<std::int32_t>(value))
            throw Error(ErrorCode::invalid_argument,
                        fmt::format("{} holds numbers of 32 bits, and {} is none: name the file .i64",
                                    path.string(), value));
        narrow.push_back(static_cast<std::int32_t>(value));
    }
    write_values(path, std::span<const std::int32_t>(narrow));
}

void check_output(const std::filesystem::path& path, bool replace) {
    const std::filesystem::path folder = path.has_parent_path() ? path.parent_path() : ".";
    std::error_code ignored;
    if (!std::filesystem::is_directory(folder, ignored))
        throw Error(ErrorCode::file, fmt::format("{} cannot be written: there is no folder {}", path.string(),
                                                 folder.string()));
    if (::access(folder.c_str(), W_OK | X_OK) != 0)
        throw Error(ErrorCode::file,
                    fmt::format("{} cannot be written: the folder {} is not yours to write in", path.string(),
                                folder.string()));
    if (std::filesystem::is_directory(path, ignored))
        throw Error(ErrorCode::file, path.string() + " is a folder: name a file");
    if (!replace && std::filesystem::exists(path, ignored))
        throw Error(ErrorCode::file,
                    path.string() + " is there already: name another file, or give --force to replace it");
}

}  // namespace hnsw::cli
