#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "faces/image.hpp"
#include "photo/provenance.hpp"

namespace faces {

/// A baseline JPEG in sRGB, 4:4:4, without metadata. `quality` from 1 to 100.
[[nodiscard]] std::vector<std::uint8_t> encode_jpeg(const Image& image, int quality = 90);
/// With metadata that tell of its making: a comment and XMP.
[[nodiscard]] std::vector<std::uint8_t> encode_jpeg(const Image& image, Provenance provenance,
                                                    int quality = 90);
/// A PNG, 8-bit RGB in sRGB, with the same metadata as text chunks.
[[nodiscard]] std::vector<std::uint8_t> encode_png(const Image& image, Provenance provenance);
/// An animation that repeats for ever, with the text as a comment: pictures of one size, each shown for
/// `hundredths` of a second.
[[nodiscard]] std::vector<std::uint8_t> encode_gif(std::span<const Image> pictures, int hundredths,
                                                   Provenance provenance);

/// The JPEG as a `data:` URL (RFC 2397), for answers that carry pictures.
[[nodiscard]] std::string jpeg_data_url(const Image& image, int quality = 90);

/// The picture of a `data:image/…;base64,…` URL: its bytes. Throws Error(invalid_argument) where it is not
/// one.
[[nodiscard]] std::vector<std::uint8_t> data_url_bytes(const std::string& url);

}  // namespace faces
