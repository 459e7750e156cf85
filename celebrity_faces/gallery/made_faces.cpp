#include "gallery/made_faces.hpp"

#include <algorithm>
#include <cmath>
#include <random>

namespace faces {
namespace {

constexpr std::size_t batch_size = 10'000;

// dlib's embeddings: norms near 1.4, one person's about 0.4 apart.
constexpr float norm = 1.4F;
constexpr float spread = 0.28F;

Embedding around(const Embedding& centre, float deviation, std::mt19937& random) {
    std::normal_distribution<float> noise(0, deviation / std::sqrt(static_cast<float>(centre.size())));
    Embedding embedding = centre;
    for (float& value : embedding) value += noise(random);
    return embedding;
}

}  // namespace

void insert_made_faces(Store& store, const EmbedderInfo& embedder, const MadeFaces& wanted) {
    std::mt19937 random(wanted.seed);
    const Embedding origin(static_cast<std::size_t>(embedder.dimension));
    Embedding centre;
    std::vector<NewFace> batch;
    std::size_t last_person = 0;
    for (std::size_t i = 0; i < wanted.faces; ++i) {
        const std::size_t person = 1 + i * std::min(wanted.people, wanted.faces) / wanted.faces;
        if (person != last_person) centre = around(origin, norm, random);
        last_person = person;
        batch.push_back(
            {"Made " + std::to_string(person), {}, Face{{}, 1, {}}, around(centre, spread, random)});
        if (batch.size() < batch_size && i + 1 < wanted.faces) continue;
        store.insert_faces(batch, embedder);
        batch.clear();
    }
}

}  // namespace faces
