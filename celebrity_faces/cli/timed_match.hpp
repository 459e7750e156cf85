#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "lookalike/lookalike.hpp"

namespace faces {

/// A stage of a photo's way, by name.
struct Stage {
    const char* name;
    double StageTimes::*ms;
};
inline constexpr std::array stages{Stage{"decode", &StageTimes::decode}, Stage{"detect", &StageTimes::detect},
                                   Stage{"align", &StageTimes::align}, Stage{"embed", &StageTimes::embed},
                                   Stage{"search", &StageTimes::search}};

struct TimedMatch {
    Photo photo;
    std::vector<FaceMatches> faces;
    StageTimes times;
};

/// From a photo's bytes to its answer. Throws what decode_photo and Lookalike::match throw.
[[nodiscard]] TimedMatch match_bytes(std::span<const std::uint8_t> bytes, const Lookalike& lookalike,
                                     const Detector& detector, const MatchOptions& options);

}  // namespace faces
