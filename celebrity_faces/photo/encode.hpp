#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "faces/image.hpp"

namespace faces {

/// A baseline JPEG in sRGB, 4:4:4, without metadata. `quality` from 1 to 100.
[[nodiscard]] std::vector<std::uint8_t> encode_jpeg(const Image& image, int quality = 90);

/// The JPEG as a `data:` URL (RFC 2397), for answers that carry pictures.
[[nodiscard]] std::string jpeg_data_url(const Image& image, int quality = 90);

/// The picture of a `data:image/…;base64,…` URL: its bytes. Throws Error(invalid_argument) where it is not
/// one.
[[nodiscard]] std::vector<std::uint8_t> data_url_bytes(const std::string& url);

}  // namespace faces
