#include "photo/decode.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <string_view>
#include <system_error>

#include "faces/error.hpp"
#include "photo/codec.hpp"

namespace faces {
namespace {

bool starts_with(std::span<const std::uint8_t> bytes, std::size_t offset, std::string_view magic) {
    return bytes.size() >= offset + magic.size() &&
           std::equal(
               magic.begin(), magic.end(), bytes.begin() + static_cast<std::ptrdiff_t>(offset),
               [](char wanted, std::uint8_t byte) { return static_cast<std::uint8_t>(wanted) == byte; });
}

/// HEIF's brands of pictures coded with HEVC (ISO/IEC 23008-12, annex B).
bool is_heic(std::span<const std::uint8_t> bytes) {
    constexpr std::string_view brands[] = {"heic", "heix", "heim", "heis", "hevc", "hevx", "mif1", "msf1"};
    return starts_with(bytes, 4, "ftyp") &&
           std::ranges::any_of(brands, [&](std::string_view brand) { return starts_with(bytes, 8, brand); });
}

void check_bytes(std::size_t bytes, const PhotoLimits& limits) {
    if (bytes > limits.max_bytes) {
        throw Error(
            ErrorCode::too_large,
            fmt::format("the photo has {:.1f} MB, at most {:.1f} MB are taken: save it smaller",
                        static_cast<double>(bytes) / 1e6, static_cast<double>(limits.max_bytes) / 1e6));
    }
}

}  // namespace

void check_size(StoredSize size, const PhotoLimits& limits) {
    if (std::min(size.width, size.height) < limits.min_side_px) {
        throw Error(ErrorCode::too_small,
                    fmt::format("the photo has {} x {} pixels, at least {} a side are needed", size.width,
                                size.height, limits.min_side_px));
    }
    // Divided, not multiplied: a header may claim 2^32 x 2^32.
    if (size.width > limits.max_pixels / size.height) {
        throw Error(
            ErrorCode::too_large,
            fmt::format(
                "the photo has {} x {} pixels, that is {:.1f} megapixels; at most {:.1f} are taken: "
                "save it smaller or as a JPEG",
                size.width, size.height,
                // Rounded up: a picture that is refused must not seem to be just as large as allowed.
                std::ceil(static_cast<double>(size.width) * static_cast<double>(size.height) / 1e5) / 10,
                static_cast<double>(limits.max_pixels) / 1e6));
    }
}

std::unique_lock<std::mutex> turn_to_decode_whole(StoredSize size) {
    static std::mutex mutex;
    constexpr std::int64_t large_pixels = 8'000'000;
    return size.width * size.height > large_pixels ? std::unique_lock(mutex) : std::unique_lock<std::mutex>();
}

PhotoFormat photo_format(std::span<const std::uint8_t> bytes) {
    if (starts_with(bytes, 0, "\xff\xd8\xff")) {
        return PhotoFormat::jpeg;
    }
    if (starts_with(bytes, 0, "\x89PNG\r\n\x1a\n")) {
        return PhotoFormat::png;
    }
    if (starts_with(bytes, 0, "RIFF") && starts_with(bytes, 8, "WEBP")) {
        return PhotoFormat::webp;
    }
    if (is_heic(bytes)) {
        return PhotoFormat::heic;
    }
    throw Error(
        ErrorCode::unsupported_media,
        bytes.empty() ? "the file is empty" : "this is not a picture: JPEG, PNG, WebP and HEIC are taken");
}

Photo decode_photo(std::span<const std::uint8_t> bytes, const PhotoLimits& limits) {
    check_bytes(bytes.size(), limits);
    switch (photo_format(bytes)) {
        case PhotoFormat::jpeg:
            return decode_jpeg(bytes, limits);
        case PhotoFormat::png:
            return decode_png(bytes, limits);
        case PhotoFormat::webp:
            return decode_webp(bytes, limits);
        case PhotoFormat::heic:
            return decode_heic(bytes, limits);
    }
    throw Error(ErrorCode::internal, "a format without a decoder");
}

std::vector<std::uint8_t> read_photo_file(const std::filesystem::path& file, const PhotoLimits& limits) {
    std::error_code failed;
    // First: it fails for a folder and for a pipe, saying so, and to open a pipe would wait for its writer.
    const std::uintmax_t size = std::filesystem::file_size(file, failed);
    std::ifstream in;
    if (!failed) {
        in.open(file, std::ios::binary);
    }
    if (failed || !in) {
        throw Error(ErrorCode::not_found,
                    fmt::format("{} cannot be read: {}", file.string(),
                                failed ? failed.message() : std::string("permission denied")));
    }
    try {
        check_bytes(size, limits);
    } catch (const Error& error) {
        throw Error(error.code(), fmt::format("{}: {}", file.string(), error.what()));
    }
    std::vector<std::uint8_t> bytes(size);
    in.read(reinterpret_cast<char*>(bytes.data()), static_cast<std::streamsize>(size));
    bytes.resize(static_cast<std::size_t>(in.gcount()));
    return bytes;
}

}  // namespace faces
