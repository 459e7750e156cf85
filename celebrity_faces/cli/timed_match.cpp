#include "cli/timed_match.hpp"

#include <chrono>

#include "photo/decode.hpp"

namespace faces {

TimedMatch match_bytes(std::span<const std::uint8_t> bytes, const Lookalike& lookalike,
                       const Detector& detector, const MatchOptions& options) {
    TimedMatch matched;
    const auto start = std::chrono::steady_clock::now();
    matched.photo = decode_photo(bytes);
    matched.times.decode =
        std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
    matched.faces = lookalike.match(matched.photo, detector, options, &matched.times);
    return matched;
}

}  // namespace faces
