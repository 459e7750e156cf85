#include "evaluation/identification.hpp"

#include <algorithm>
#include <atomic>
#include <map>
#include <thread>

namespace faces {
namespace {

float squared_distance(const Embedding& a, const Embedding& b) {
    float sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        sum += (a[i] - b[i]) * (a[i] - b[i]);
    }
    return sum;
}

/// How many other people are nearer than the probe's own person: 0 is the first place.
std::size_t people_before(std::span<const LabelledEmbedding> faces, std::size_t probe) {
    std::map<std::string_view, float> nearest;
    for (std::size_t i = 0; i < faces.size(); ++i) {
        if (i == probe) {
            continue;
        }
        const float distance = squared_distance(faces[probe].embedding, faces[i].embedding);
        const auto [place, added] = nearest.try_emplace(faces[i].person, distance);
        if (!added) {
            place->second = std::min(place->second, distance);
        }
    }
    const auto own = nearest.find(faces[probe].person);
    if (own == nearest.end()) {
        return nearest.size();
    }  // the person's other photos have no face
    return static_cast<std::size_t>(
        std::ranges::count_if(nearest, [&](const auto& entry) { return entry.second < own->second; }));
}

}  // namespace

Identification identify(std::span<const LabelledEmbedding> faces, std::span<const std::string> missing,
                        unsigned threads) {
    std::map<std::string_view, std::size_t> photos;
    for (const auto& face : faces) {
        ++photos[face.person];
    }
    for (const auto& person : missing) {
        ++photos[person];
    }

    std::atomic<std::size_t> next = 0, probes = 0, first = 0, first_five = 0;
    {
        std::vector<std::jthread> workers;
        for (unsigned t = 0; t < threads; ++t) {
            workers.emplace_back([&] {
                for (std::size_t i = next++; i < faces.size(); i = next++) {
                    if (photos.at(faces[i].person) < 2) {
                        continue;
                    }
                    const std::size_t before = people_before(faces, i);
                    ++probes;
                    first += before == 0 ? 1 : 0;
                    first_five += before < 5 ? 1 : 0;
                }
            });
        }
    }
    for (const auto& person : missing) {
        probes += photos.at(person) >= 2 ? 1 : 0;
    }
    const auto part = [&](std::size_t count) {
        return probes == 0 ? 0 : static_cast<double>(count) / static_cast<double>(probes);
    };
    return {probes, part(first), part(first_five)};
}

}  // namespace faces
