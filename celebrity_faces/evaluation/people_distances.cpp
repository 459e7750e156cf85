#include "evaluation/people_distances.hpp"

#include <algorithm>
#include <limits>
#include <map>
#include <string_view>

namespace faces {
namespace {

constexpr float infinite = std::numeric_limits<float>::infinity();

float length(const Embedding& embedding) {
    return l2_distance(embedding, Embedding(embedding.size(), 0.0F));
}

/// To the sum brought to `wanted` length, without `without` where there is one.
float distance_to_mean(const Embedding& probe, const Embedding& sum, const Embedding* without, float wanted) {
    Embedding mean = sum;
    for (std::size_t i = 0; without != nullptr && i < mean.size(); ++i) {
        mean[i] -= (*without)[i];
    }
    const float scale = wanted / std::max(length(mean), std::numeric_limits<float>::min());
    std::ranges::transform(mean, mean.begin(), [&](float value) { return value * scale; });
    return l2_distance(probe, mean);
}

}  // namespace

PeopleDistances::PeopleDistances(std::span<const LabelledEmbedding> faces, Together together)
    : faces_(faces), together_(together) {
    std::map<std::string_view, std::size_t> places;
    for (std::size_t i = 0; i < faces.size(); ++i) {
        const auto [place, added] = places.try_emplace(faces[i].person, sums_.size());
        if (added) {
            first_.push_back(i);
            counts_.push_back(0);
            sums_.emplace_back(faces[i].embedding.size(), 0.0F);
        }
        person_.push_back(place->second);
        ++counts_[place->second];
        for (std::size_t d = 0; d < faces[i].embedding.size(); ++d) {
            sums_[place->second][d] += faces[i].embedding[d];
        }
        length_ += length(faces[i].embedding) / static_cast<float>(faces.size());
    }
}

std::vector<float> PeopleDistances::operator()(const Embedding& probe,
                                               std::optional<std::size_t> left_out) const {
    std::vector<float> distances(people(), together_ == Together::mean ? 0.0F : infinite);
    if (together_ != Together::mean) {
        for (std::size_t i = 0; i < faces_.size(); ++i) {
            if (i != left_out) {
                float& nearest = distances[person_[i]];
                nearest = std::min(nearest, l2_distance(probe, faces_[i].embedding));
            }
        }
    }
    if (together_ == Together::nearest) {
        return distances;
    }
    for (std::size_t p = 0; p < people(); ++p) {
        const bool one_less = left_out && person_[*left_out] == p;
        if (counts_[p] == (one_less ? 1U : 0U)) {
            distances[p] = infinite;
            continue;
        }
        const float to_mean =
            distance_to_mean(probe, sums_[p], one_less ? &faces_[*left_out].embedding : nullptr, length_);
        distances[p] = together_ == Together::mean ? to_mean : (distances[p] + to_mean) / 2;
    }
    return distances;
}

}  // namespace faces
