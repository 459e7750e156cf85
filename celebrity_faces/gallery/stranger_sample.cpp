#include "gallery/stranger_sample.hpp"

#include <algorithm>
#include <unordered_set>

namespace faces {

std::vector<Embedding> strangers_of(const Store& store, std::size_t count) {
    const std::vector<FaceId> ids = store.face_ids();
    const std::size_t step = std::max<std::size_t>(1, ids.size() / std::max<std::size_t>(1, 4 * count));
    std::unordered_set<std::string> people;
    std::vector<Embedding> embeddings;
    for (std::size_t i = 0; i < ids.size() && embeddings.size() < count; i += step) {
        std::optional<NewFace> face = store.kept_face(ids[i]);
        if (face && people.insert(face->person).second) embeddings.push_back(std::move(face->embedding));
    }
    return embeddings;
}

}  // namespace faces
