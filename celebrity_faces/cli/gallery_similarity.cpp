#include "cli/gallery_similarity.hpp"

#include "gallery/stranger_sample.hpp"

namespace faces {

std::optional<Similarity> gallery_similarity(const EmbedderInfo& embedder, const Store& store) {
    constexpr std::size_t sample = 300;
    if (const auto fitted = stranger_distances(embedder)) {
        return Similarity(*fitted);
    }
    const std::vector<Embedding> strangers = strangers_of(store, sample);
    if (strangers.size() < least_strangers) {
        return std::nullopt;
    }
    return Similarity(stranger_distances(strangers));
}

SamePersonDistance same_person_distance(const Similarity& similarity) {
    return [similarity](std::size_t faces) { return similarity.distance(same_person_per_cent, faces); };
}

}  // namespace faces
