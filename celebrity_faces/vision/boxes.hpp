#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "faces/face.hpp"

namespace faces {

/// A box that may hold a face.
struct Candidate {
    Box box;      ///< what the network saw; overlaps are measured with it
    Box refined;  ///< where the network says that the face is
    double score = 0;
    Landmarks landmarks{};
};

/// What two boxes share: of their union, or of the smaller one (which also drops a box inside another).
enum class Overlap { of_union, of_smaller };

/// From 0 to 1.
[[nodiscard]] double shared_part(const Box& a, const Box& b, Overlap overlap);

/// The best-scored candidates, each overlapping no better one by more than `threshold`; best first.
[[nodiscard]] std::vector<Candidate> suppress_non_maxima(std::vector<Candidate> candidates, double threshold,
                                                         Overlap overlap);

/// The faces of candidates in a picture that was scaled down by `to_image`, the largest first.
[[nodiscard]] std::vector<Face> largest_first(std::span<const Candidate> candidates, double to_image);

/// The square around the same centre whose side is the longer one.
[[nodiscard]] Box squared(const Box& box) noexcept;

/// The box with each side moved by its offset, in parts of the width and height: left, top, right, bottom.
[[nodiscard]] Box moved(const Box& box, std::span<const float, 4> offsets) noexcept;

}  // namespace faces
