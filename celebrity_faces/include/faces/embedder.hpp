#pragma once

#include <span>
#include <vector>

#include "faces/embedding.hpp"
#include "faces/face.hpp"
#include "faces/image.hpp"

namespace faces {

/// A face cut out of its photo for the embedder: turned upright and scaled so that eyes and nose fall on
/// fixed places.
struct Chip {
    Image image;          ///< square
    Landmarks landmarks;  ///< in chip pixels
};

/// Cuts faces out. Implementations may be called from many threads at once.
class Aligner {
  public:
    virtual ~Aligner() = default;

    /// The aligned chip that the embedder was trained on (dlib's: 150 px, padding 0.25; see King, dlib's
    /// `get_face_chip_details`).
    [[nodiscard]] virtual Chip align(const Image& image, const Face& face) const = 0;

    /// The same pose cut wider, for people to look at and for the blend: `size` px a side, with hair and
    /// chin.
    [[nodiscard]] virtual Chip portrait(const Image& image, const Face& face, int size) const = 0;

    /// A part of the image scaled to the embedder's input, unaligned: for the original's three views. The box
    /// is clipped.
    [[nodiscard]] virtual Image crop(const Image& image, const Box& box, int size) const = 0;
};

/// Turns chips into embeddings. Implementations may be called from many threads at once.
class Embedder {
  public:
    virtual ~Embedder() = default;

    [[nodiscard]] virtual const EmbedderInfo& info() const noexcept = 0;
    [[nodiscard]] virtual int input_size() const noexcept = 0;  ///< px a side that a chip must have

    /// One embedding a chip, in order; each is the mean of the chip's and its mirror image's.
    /// Throws Error(invalid_argument) for a chip of another size.
    [[nodiscard]] virtual std::vector<Embedding> embed(std::span<const Image> chips) const = 0;
};

}  // namespace faces
