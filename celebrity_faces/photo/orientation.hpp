#pragma once

#include <cstdint>
#include <span>

namespace faces {

/// EXIF's orientation, 1 to 8 (CIPA DC-008, tag 0x0112): 1 is upright, 5 to 8 lie on their side.
using Orientation = int;

/// The orientation of an EXIF block ("Exif\0\0" and a TIFF header, or the TIFF header alone); 1 where it has
/// none.
[[nodiscard]] Orientation exif_orientation(std::span<const std::uint8_t> exif);

[[nodiscard]] constexpr bool swaps_sides(Orientation orientation) noexcept {
    return orientation >= 5;
}

}  // namespace faces
