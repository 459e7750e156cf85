#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string_view>
#include <vector>

#include "faces/image.hpp"

namespace faces {

/// What a photo may be at most and must be at least. Sizes are read from the header, before anything is
/// decoded.
struct PhotoLimits {
    std::size_t max_bytes = 25'000'000;
    /// Larger JPEGs are decoded at 1/2, 1/4 or 1/8, other formats are refused.
    std::int64_t max_pixels = 40'000'000;
    int min_side_px = 32;
};

enum class PhotoFormat { jpeg, png, webp, heic };

/// The format that the first bytes announce. Throws Error(unsupported_media) for anything else.
[[nodiscard]] PhotoFormat photo_format(std::span<const std::uint8_t> bytes);

/// An upright sRGB photo of a JPEG, PNG, WebP or HEIC: EXIF orientation honoured, colour profile applied,
/// transparency laid on white. Throws Error: unsupported_media, damaged_photo (cut short, or bytes that do
/// not decode), too_large, too_small.
[[nodiscard]] Photo decode_photo(std::span<const std::uint8_t> bytes, const PhotoLimits& limits = {});

/// The file's bytes. Throws Error: not_found where it cannot be read, too_large above `limits.max_bytes`;
/// both name it.
[[nodiscard]] std::vector<std::uint8_t> read_photo_file(const std::filesystem::path& file,
                                                        const PhotoLimits& limits = {});

}  // namespace faces
