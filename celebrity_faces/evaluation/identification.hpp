#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <span>
#include <string>
#include <string_view>

#include "evaluation/people_distances.hpp"

namespace faces {

struct Identification {
    std::size_t probes = 0;  ///< faces of people with at least two
    double rank_1 = 0;       ///< part of them whose own person came first
    double rank_5 = 0;       ///< among the first five people
};

/// How many photos each person has, those without a face counted.
[[nodiscard]] std::map<std::string_view, std::size_t> count_photos(std::span<const LabelledEmbedding> faces,
                                                                   std::span<const std::string> missing);

struct SearchOptions {
    Together together = Together::nearest;
    unsigned threads = 1;
    /// Gets the searches done, from the calling thread.
    std::function<void(std::size_t)> progress = [](std::size_t) {};
};

/// Leave one out: each face of a person with at least two searches all other faces, exactly; people in the
/// order of their distance. `probes` counts also those in `missing`, the people of photos in which no face
/// was found: they count as wrong.
[[nodiscard]] Identification identify(std::span<const LabelledEmbedding> faces,
                                      std::span<const std::string> missing, const SearchOptions& options);

}  // namespace faces
