#include "photo/upright.hpp"

#include <utility>

namespace faces {

UprightImage::UprightImage(int stored_width, int stored_height, Orientation orientation,
                           RowConverter converter)
    : stored_width_(stored_width),
      stored_height_(stored_height),
      orientation_(orientation),
      converter_(std::move(converter)),
      converted_(static_cast<std::size_t>(stored_width) * 3),
      image_(swaps_sides(orientation) ? stored_height : stored_width,
             swaps_sides(orientation) ? stored_width : stored_height) {}

std::uint8_t* UprightImage::direct_row(int y) noexcept {
    return orientation_ == 1 && converter_.keeps_rgb() ? image_.row(y) : nullptr;
}

void UprightImage::put(int y, const std::uint8_t* row) {
    const auto width = static_cast<std::size_t>(stored_width_);
    if (orientation_ == 1) {
        return converter_.convert(row, image_.row(y), width);
    }
    converter_.convert(row, converted_.data(), width);

    // Where the row's first pixel goes, and the way to the next, in upright pixels (CIPA DC-008, 4.6.4).
    const int right = stored_width_ - 1;
    const int below = stored_height_ - 1 - y;
    struct Walk {
        int x, y, step_x, step_y;
    };
    constexpr int nowhere = 0;
    const Walk walks[] = {
        {0, y, 1, nowhere},           // 1: as it is
        {right, y, -1, nowhere},      // 2: mirrored
        {right, below, -1, nowhere},  // 3: upside down
        {0, below, 1, nowhere},       // 4: mirrored upside down
        {y, 0, nowhere, 1},           // 5: mirrored on its side
        {below, 0, nowhere, 1},       // 6: on its left side
        {below, right, nowhere, -1},  // 7: mirrored on the other side
        {y, right, nowhere, -1},      // 8: on its right side
    };
    const Walk walk = walks[orientation_ - 1];
    const std::ptrdiff_t step = (static_cast<std::ptrdiff_t>(walk.step_y) * image_.width + walk.step_x) * 3;
    std::uint8_t* to = image_.row(walk.y) + static_cast<std::ptrdiff_t>(walk.x) * 3;
    for (std::size_t x = 0; x < width; ++x, to += step) {
        const std::uint8_t* from = converted_.data() + x * 3;
        to[0] = from[0];
        to[1] = from[1];
        to[2] = from[2];
    }
}

}  // namespace faces
