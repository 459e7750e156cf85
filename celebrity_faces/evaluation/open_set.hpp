#pragma once

#include <map>
#include <span>

#include "evaluation/identification.hpp"

namespace faces {

struct OpenSet {
    std::size_t people = 0, faces = 0;  ///< enrolled
    std::size_t strangers = 0;          ///< searches of people who are not
    struct Point {
        double threshold = 0;  ///< the distance that the wanted part of the strangers' best matches is below
        double found = 0;      ///< part of the enrolled whose own person came first, below it
    };
    std::map<double, Point> by_rate;  ///< by the part of the strangers' searches that are let pass
};

/// The question that a gallery answers: is this person in it, and who is it? Enrolled are the people with at
/// least two faces, each of which searches all the others; the people with one face are the strangers, and
/// search the whole gallery. (NIST's IJB protocols: detection and identification rate at a false positive
/// identification rate.) `missing` as for identify.
/// Throws Error(invalid_argument) where nobody is enrolled or nobody is a stranger.
[[nodiscard]] OpenSet search_open_set(std::span<const LabelledEmbedding> faces,
                                      std::span<const std::string> missing, std::span<const double> rates,
                                      const SearchOptions& options);

}  // namespace faces
