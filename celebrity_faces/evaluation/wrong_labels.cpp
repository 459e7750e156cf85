#include "evaluation/wrong_labels.hpp"

#include <algorithm>
#include <mutex>
#include <set>
#include <tuple>

#include "evaluation/parallel.hpp"

namespace faces {

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
