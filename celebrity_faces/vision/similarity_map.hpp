#pragma once

#include "faces/face.hpp"
#include "faces/image.hpp"

namespace faces {

/// A turn, a scale and a shift: (x, y) becomes (a x - b y + dx, b x + a y + dy).
struct SimilarityMap {
    double a = 1, b = 0, dx = 0, dy = 0;

    [[nodiscard]] Point operator()(const Point& p) const noexcept {
        return {a * p.x - b * p.y + dx, b * p.x + a * p.y + dy};
    }
    [[nodiscard]] double scale() const noexcept;
};

/// The map that brings `from` nearest to `to`, by least squares (Umeyama 1991, in two dimensions and without
/// reflection). The identity's shift alone where all of `from` is one point.
[[nodiscard]] SimilarityMap fit_similarity(const Landmarks& from, const Landmarks& to) noexcept;
[[nodiscard]] Landmarks mapped(const Landmarks& landmarks, const SimilarityMap& map) noexcept;

/// What a cut shows where it reaches beyond its picture.
enum class Beyond { black, repeated };

/// The part of the image that the map brings into size x size pixels. Averages where it shrinks. Throws
/// Error(invalid_argument) where that part lies outside of the picture.
[[nodiscard]] Image cut_by(const SimilarityMap& map, const Image& image, int size, Beyond beyond);

}  // namespace faces
