#pragma once

#include <cstdint>
#include <mutex>
#include <span>

#include "photo/decode.hpp"

namespace faces {

/// What a file's header says, before anything is decoded: the size as stored, not yet turned upright.
struct StoredSize {
    std::int64_t width = 0;
    std::int64_t height = 0;
};

/// Throws Error(too_small) for a side below the limit and Error(too_large) above `max_pixels`.
void check_size(StoredSize size, const PhotoLimits& limits);

/// To be held while a picture is in memory more than once: the whole of it in a decoder beside the image that
/// is made. Large ones take turns, so that two at a time cost what one does; of small ones any number go
/// beside each other.
[[nodiscard]] std::unique_lock<std::mutex> turn_to_decode_whole(StoredSize size);

// One decoder a format. Each checks the header's size before it decodes, and throws Error(damaged_photo) for
// bytes that do not decode to their end.
[[nodiscard]] Photo decode_jpeg(std::span<const std::uint8_t> bytes, const PhotoLimits& limits);
[[nodiscard]] Photo decode_png(std::span<const std::uint8_t> bytes, const PhotoLimits& limits);
[[nodiscard]] Photo decode_webp(std::span<const std::uint8_t> bytes, const PhotoLimits& limits);
[[nodiscard]] Photo decode_heic(std::span<const std::uint8_t> bytes, const PhotoLimits& limits);

}  // namespace faces
