#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace faces {

/// An upright picture in memory: sRGB, 8 bits a channel, red-green-blue interleaved, rows from the top, no
/// padding.
struct Image {
    int width = 0;
    int height = 0;
    std::vector<std::uint8_t> pixels;  ///< width * height * 3 bytes

    Image() = default;
    Image(int width_px, int height_px)
        : width(width_px),
          height(height_px),
          pixels(static_cast<std::size_t>(width_px) * static_cast<std::size_t>(height_px) * 3) {}

    [[nodiscard]] const std::uint8_t* row(int y) const noexcept {
        return pixels.data() + static_cast<std::size_t>(y) * static_cast<std::size_t>(width) * 3;
    }
    [[nodiscard]] std::uint8_t* row(int y) noexcept {
        return pixels.data() + static_cast<std::size_t>(y) * static_cast<std::size_t>(width) * 3;
    }
    [[nodiscard]] bool empty() const noexcept { return pixels.empty(); }
};

/// A decoded photo. `image` may be smaller than the original (a large JPEG is decoded at 1/2 to 1/8);
/// `original_width` and `original_height` are those of the upright original, in pixels.
struct Photo {
    Image image;
    int original_width = 0;
    int original_height = 0;

    /// Multiplies a coordinate of `image` into one of the original.
    [[nodiscard]] double scale() const noexcept {
        return image.width > 0 ? static_cast<double>(original_width) / image.width : 1.0;
    }
};

}  // namespace faces
