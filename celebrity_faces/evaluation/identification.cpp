#include "evaluation/identification.hpp"

#include <algorithm>
#include <atomic>
#include <cmath>

#include "evaluation/parallel.hpp"

namespace faces {

std::map<std::string_view, std::size_t> count_photos(std::span<const LabelledEmbedding> faces,
                                                     std::span<const std::string> missing) {
    std::map<std::string_view, std::size_t> photos;
    for (const auto& face : faces) {
        ++photos[face.person];
    }
    for (const auto& person : missing) {
        ++photos[person];
    }
    return photos;
}

Identification identify(std::span<const LabelledEmbedding> faces, std::span<const std::string> missing,
                        const SearchOptions& options) {
    const auto photos = count_photos(faces, missing);

    const PeopleDistances distances_of(faces, options.together);
    std::atomic<std::size_t> probes = 0, first = 0, first_five = 0;
    for_each_index(faces.size(), options, [&](std::size_t i) {
        if (photos.at(faces[i].person) < 2) {
            return;
        }
        const std::vector<float> distances = distances_of(faces[i].embedding, i);
        const float own = distances[distances_of.person_of(i)];
        ++probes;
        if (std::isinf(own)) {  // the person's other photos have no face
            return;
        }
        const auto before = std::ranges::count_if(distances, [&](float other) { return other < own; });
        first += before == 0 ? 1 : 0;
        first_five += before < 5 ? 1 : 0;
    });
    for (const auto& person : missing) {
        probes += photos.at(person) >= 2 ? 1 : 0;
    }
    const auto part = [&](std::size_t count) {
        return probes == 0 ? 0 : static_cast<double>(count) / static_cast<double>(probes);
    };
    return {probes, part(first), part(first_five)};
}

}  // namespace faces
