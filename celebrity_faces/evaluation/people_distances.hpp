#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "evaluation/labelled.hpp"

namespace faces {

/// How the several photos of a person answer together.
enum class Together {
    nearest,  ///< the nearest one's distance
    mean,     ///< the distance to their mean, brought to the length of an embedding
    both,     ///< half of each
};

/// How far a face is from each person of a gallery.
class PeopleDistances {
  public:
    /// `faces` must outlive it.
    PeopleDistances(std::span<const LabelledEmbedding> faces, Together together);

    [[nodiscard]] std::size_t people() const noexcept { return sums_.size(); }
    /// The place of a gallery face's person among the distances.
    [[nodiscard]] std::size_t person_of(std::size_t face) const { return person_[face]; }
    [[nodiscard]] std::size_t faces_of(std::size_t person) const { return counts_[person]; }
    [[nodiscard]] const std::string& name_of(std::size_t person) const {
        return faces_[first_[person]].person;
    }

    /// L2, one a person; infinite for a person without a face but the one that is left out.
    [[nodiscard]] std::vector<float> operator()(const Embedding& probe,
                                                std::optional<std::size_t> left_out = std::nullopt) const;

  private:
    std::span<const LabelledEmbedding> faces_;
    Together together_;
    std::vector<std::size_t> person_;          ///< of each face
    std::vector<std::size_t> first_, counts_;  ///< of each person
    std::vector<Embedding> sums_;              ///< of each person's embeddings
    float length_ = 0;                         ///< of an embedding, in the mean
};

}  // namespace faces
