#pragma once

#include <cstdint>
#include <vector>

#include "faces/image.hpp"
#include "photo/colour.hpp"
#include "photo/orientation.hpp"

namespace faces {

/// Receives a photo's stored rows from the top and puts them where they belong in the upright sRGB image, so
/// that a photo on its side is never in memory twice.
class UprightImage {
  public:
    UprightImage(int stored_width, int stored_height, Orientation orientation, RowConverter converter);

    /// `row`: stored_width pixels of the converter's layout. Each of the stored_height rows once, any order.
    void put(int y, const std::uint8_t* row);

    /// Where the row may be decoded in place, when it needs neither turning nor colour: else null.
    [[nodiscard]] std::uint8_t* direct_row(int y) noexcept;

    [[nodiscard]] Image take() && { return std::move(image_); }

  private:
    int stored_width_, stored_height_;
    Orientation orientation_;
    RowConverter converter_;
    std::vector<std::uint8_t> converted_;
    Image image_;
};

}  // namespace faces
