#pragma once

#include "faces/embedder.hpp"
#include "faces/match.hpp"

namespace faces {

/// px a side of a portrait, the picture of a view that people look at.
inline constexpr int portrait_px = 256;

/// What the embedder gets for a view of a face, and the picture that people see.
struct ViewPictures {
    Image chip;     ///< of the embedder's input size
    Chip portrait;  ///< of portrait_px
};

[[nodiscard]] ViewPictures view_pictures(View view, const Image& image, const Face& face,
                                         const Aligner& aligner, int chip_px);

/// The part of the image that the view shows, inside of its border: everything, the detector's box, or the
/// box widened by 0.4 of its width to the left, 0.4 of its height to the top, and 0.2 to the right and
/// bottom.
[[nodiscard]] Box view_box(View view, const Image& image, const Box& face) noexcept;

}  // namespace faces
