#pragma once

#include <array>

namespace faces {

struct Point {
    double x = 0;
    double y = 0;
};

/// An upright rectangle in pixels; may reach beyond the picture's border.
struct Box {
    double x = 0;
    double y = 0;
    double width = 0;
    double height = 0;

    [[nodiscard]] double area() const noexcept { return width * height; }
    [[nodiscard]] Point centre() const noexcept { return {x + width / 2, y + height / 2}; }
};

/// Left eye, right eye, nose, left and right corner of the mouth, as seen by the viewer of the upright face
/// (there left is smaller x).
using Landmarks = std::array<Point, 5>;

/// A face that a detector found, in pixels of the image that was searched.
struct Face {
    Box box;
    double score = 0;  ///< the detector's own certainty, from 0 to 1 (1 where the detector gives none)
    Landmarks landmarks{};
};

}  // namespace faces
