#include "vision/boxes.hpp"

#include <algorithm>
#include <functional>

namespace faces {
double shared_part(const Box& a, const Box& b, Overlap overlap) {
    const double width = std::min(a.x + a.width, b.x + b.width) - std::max(a.x, b.x);
    const double height = std::min(a.y + a.height, b.y + b.height) - std::max(a.y, b.y);
    if (width <= 0 || height <= 0) {
        return 0;
    }
    const double shared = width * height;
    return shared /
           (overlap == Overlap::of_union ? a.area() + b.area() - shared : std::min(a.area(), b.area()));
}

std::vector<Candidate> suppress_non_maxima(std::vector<Candidate> candidates, double threshold,
                                           Overlap overlap) {
    std::ranges::stable_sort(candidates, std::greater<>(), &Candidate::score);
    std::vector<Candidate> kept;
    for (const Candidate& candidate : candidates) {
        const bool free = std::ranges::none_of(kept, [&](const Candidate& better) {
            return shared_part(better.box, candidate.box, overlap) > threshold;
        });
        if (free) {
            kept.push_back(candidate);
        }
    }
    return kept;
}

std::vector<Face> largest_first(std::span<const Candidate> candidates, double to_image) {
    std::vector<Face> faces;
    for (const Candidate& candidate : candidates) {
        faces.push_back(scaled(Face{candidate.box, candidate.score, candidate.landmarks}, to_image));
    }
    std::ranges::stable_sort(faces, std::greater<>(), [](const Face& face) { return face.box.area(); });
    return faces;
}

Box squared(const Box& box) noexcept {
    const double side = std::max(box.width, box.height);
    const Point centre = box.centre();
    return {centre.x - side / 2, centre.y - side / 2, side, side};
}

Box moved(const Box& box, std::span<const float, 4> offsets) noexcept {
    const double left = box.x + offsets[0] * box.width;
    const double top = box.y + offsets[1] * box.height;
    const double right = box.x + box.width * (1 + offsets[2]);
    const double bottom = box.y + box.height * (1 + offsets[3]);
    return {left, top, right - left, bottom - top};
}

}  // namespace faces
