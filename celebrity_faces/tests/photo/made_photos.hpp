#pragma once

#include <cstdint>
#include <vector>

#include "faces/image.hpp"

namespace faces::testing {

using Bytes = std::vector<std::uint8_t>;

/// Four quarters: red, green / blue, yellow. A turned or mirrored one shows.
[[nodiscard]] Image quarters(int width, int height);

/// `rgba`: width * height * 4 bytes.
[[nodiscard]] Bytes png_of_rgba(const Bytes& rgba, int width, int height);
[[nodiscard]] Bytes png_of(const Image& image);
/// A PNG's signature and header alone, with a right checksum.
[[nodiscard]] Bytes png_header(std::uint32_t width, std::uint32_t height);
[[nodiscard]] Bytes webp_of(const Image& image);
/// Coded by the HEVC encoder of libheif.
[[nodiscard]] Bytes heic_of(const Image& image);
/// The JPEG with an EXIF block that says `orientation`.
[[nodiscard]] Bytes with_orientation(const Bytes& jpeg, int orientation);
/// The JPEG with an ICC profile.
[[nodiscard]] Bytes with_profile(const Bytes& jpeg, const Bytes& icc);
/// A progressive or grey JPEG, or one of CMYK as Adobe's programs write it (inverted).
enum class JpegKind { progressive, grey, cmyk };
[[nodiscard]] Bytes jpeg_of_kind(const Image& image, JpegKind kind);

}  // namespace faces::testing
