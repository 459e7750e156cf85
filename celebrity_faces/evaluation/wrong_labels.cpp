#include "evaluation/wrong_labels.hpp"

#include <algorithm>
#include <cmath>
#include <mutex>
#include <numbers>
#include <set>
#include <tuple>

#include "evaluation/parallel.hpp"

namespace faces {

double chance_limit(const StrangerDistances& strangers, std::size_t faces, double expected) {
    const double pairs = static_cast<double>(faces) * (static_cast<double>(faces) - 1) / 2;
    double low = -40, high = 40;  // standard deviations: the tail's area grows with them, so it is halved
    for (int step = 0; step < 100; ++step) {
        const double z = (low + high) / 2;
        (pairs * 0.5 * std::erfc(-z / std::numbers::sqrt2) > expected ? high : low) = z;
    }
    return std::max(0.0, strangers.mean + low * strangers.deviation);
}

std::vector<WrongLabel> wrong_labels(std::span<const LabelledEmbedding> faces, double limit,
                                     const SearchOptions& options) {
    std::vector<WrongLabel> found;
    std::mutex mutex;  // guards found
    for_each_index(faces.size(), options, [&](std::size_t a) {
        for (std::size_t b = 0; b < a; ++b) {
            const float distance = l2_distance(faces[a].embedding, faces[b].embedding);
            if (distance < limit && faces[a].person != faces[b].person) {
                const std::scoped_lock lock(mutex);
                found.push_back({b, a, distance});
            }
        }
    });
    std::ranges::sort(found, {}, [](const WrongLabel& w) { return std::tuple(w.distance, w.a, w.b); });
    return found;
}

std::vector<LabelledEmbedding> without(std::span<const LabelledEmbedding> faces,
                                       std::span<const WrongLabel> labels) {
    std::set<std::size_t> named;
    for (const WrongLabel& label : labels) {
        named.insert({label.a, label.b});
    }
    std::vector<LabelledEmbedding> rest;
    for (std::size_t i = 0; i < faces.size(); ++i) {
        if (!named.contains(i)) {
            rest.push_back(faces[i]);
        }
    }
    return rest;
}

}  // namespace faces
