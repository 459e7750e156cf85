#pragma once

#include <cstddef>
#include <optional>
#include <span>

#include "faces/embedding.hpp"

namespace faces {

/// How far apart the faces of two strangers lie: normally distributed, as was found for the embedders that
/// come with the program, down to one pair in a million (docs/decisions/009).
struct StrangerDistances {
    double mean = 0;
    double deviation = 1;
};

/// Those of an embedder that comes with the program, fitted on CelebA's identities; absent for any other.
[[nodiscard]] std::optional<StrangerDistances> stranger_distances(const EmbedderInfo& embedder);

/// Measured on embeddings of different people, each with each. The default's where there are fewer than
/// least_strangers.
[[nodiscard]] StrangerDistances stranger_distances(std::span<const Embedding> strangers);
inline constexpr std::size_t least_strangers = 10;

/// The distance below which, among all pairs of so many faces, `expected` pairs of strangers lie.
[[nodiscard]] double chance_limit(const StrangerDistances& strangers, std::size_t faces, double expected);

/// What a distance means in a gallery, in per cent: how rare so near a face would be for somebody who is not
/// in it. Of the searches of strangers, whose best match is the nearest of all faces, half reach 50 and one
/// in a hundred 90, whatever the gallery's size: the more faces, the nearer a stranger's best one. See
/// docs/similarity.md.
class Similarity {
  public:
    explicit Similarity(const StrangerDistances& strangers) : strangers_(strangers) {}

    /// Falls with the distance; from 0 to 100. `faces`: how many were searched.
    [[nodiscard]] double per_cent(float distance, std::size_t faces) const noexcept;
    /// The largest distance that gets so much; 0 where none does.
    [[nodiscard]] double distance(double per_cent, std::size_t faces) const noexcept;

  private:
    StrangerDistances strangers_;
};

/// From here on a match could be the same person: one stranger's search in a hundred gets so much.
inline constexpr double same_person_per_cent = 90;

}  // namespace faces
