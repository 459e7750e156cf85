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

// In a picture whose pixels are `factor` of this one's.
[[nodiscard]] inline Box scaled(const Box& box, double factor) noexcept {
    return {box.x * factor, box.y * factor, box.width * factor, box.height * factor};
}
[[nodiscard]] inline Landmarks scaled(Landmarks landmarks, double factor) noexcept {
    for (Point& point : landmarks) {
        point = {point.x * factor, point.y * factor};
    }
    return landmarks;
}
[[nodiscard]] inline Face scaled(const Face& face, double factor) noexcept {
    return {scaled(face.box, factor), face.score, scaled(face.landmarks, factor)};
}

}  // namespace faces
