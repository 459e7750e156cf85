#pragma once

#include <algorithm>

#include "faces/embedder.hpp"
#include "photo/decode.hpp"
#include "photo/resize.hpp"
#include "test_photos.hpp"

namespace faces::testing {

/// A portrait of a photo of LFW, whose people are all held alike: the eyes near (104, 113) and (146, 113).
inline Chip lfw_portrait(const std::filesystem::path& file) {
    constexpr double side = 256;
    const Image photo = decode_photo(read_photo_file(file)).image;
    Chip chip{resize(cut(photo, {28, 38, 194, 194}), 256, 256),
              {{{0.392, 0.384}, {0.608, 0.384}, {0.5, 0.513}, {0.404, 0.622}, {0.596, 0.622}}}};
    chip.landmarks = scaled(chip.landmarks, side);
    return chip;
}

inline std::vector<Chip> lfw_portraits(const std::filesystem::path& lfw, std::size_t count) {
    std::vector<Chip> chips;
    for (const auto& file : first_lfw_photos(lfw, count)) {
        chips.push_back(lfw_portrait(file));
    }
    return chips;
}

/// Calls change(x, y, pixel) for every pixel.
template <typename Change>
void each_pixel(Image& image, const Change& change) {
    for (int y = 0; y < image.height; ++y) {
        for (int x = 0; x < image.width; ++x) {
            change(x, y, image.row(y) + 3 * x);
        }
    }
}

}  // namespace faces::testing
