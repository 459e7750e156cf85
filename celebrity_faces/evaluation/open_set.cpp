#include "evaluation/open_set.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "evaluation/parallel.hpp"
#include "faces/error.hpp"

namespace faces {
namespace {

struct Split {
    std::vector<LabelledEmbedding> enrolled, strangers;
    std::size_t enrolled_missing = 0;
};

Split split(std::span<const LabelledEmbedding> faces, std::span<const std::string> missing) {
    const auto photos = count_photos(faces, missing);
    Split parts;
    for (const auto& face : faces) {
        (photos.at(face.person) >= 2 ? parts.enrolled : parts.strangers).push_back(face);
    }
    parts.enrolled_missing = static_cast<std::size_t>(
        std::ranges::count_if(missing, [&](const auto& person) { return photos.at(person) >= 2; }));
    return parts;
}

}  // namespace

OpenSet search_open_set(std::span<const LabelledEmbedding> faces, std::span<const std::string> missing,
                        std::span<const double> rates, const SearchOptions& options) {
    const Split parts = split(faces, missing);
    if (parts.enrolled.empty() || parts.strangers.empty()) {
        throw Error(ErrorCode::invalid_argument,
                    fmt::format("{} photos are of people with two or more and {} of people with one: an open "
                                "set needs both",
                                parts.enrolled.size(), parts.strangers.size()));
    }
    const PeopleDistances distances_of(parts.enrolled, options.together);
    std::vector<float> strangers(parts.strangers.size());
    SearchOptions rest = options;
    for_each_index(strangers.size(), options, [&](std::size_t i) {
        strangers[i] = std::ranges::min(distances_of(parts.strangers[i].embedding));
    });
    std::ranges::sort(strangers);

    // Infinite where somebody else came first.
    std::vector<float> enrolled(parts.enrolled.size(), std::numeric_limits<float>::infinity());
    rest.progress = [&](std::size_t done) { options.progress(strangers.size() + done); };
    for_each_index(enrolled.size(), rest, [&](std::size_t i) {
        const std::vector<float> distances = distances_of(parts.enrolled[i].embedding, i);
        const float own = distances[distances_of.person_of(i)];
        if (own <= std::ranges::min(distances)) {
            enrolled[i] = own;
        }
    });

    OpenSet result{distances_of.people(), enrolled.size(), strangers.size(), {}};
    for (const double rate : rates) {
        const auto allowed = static_cast<std::size_t>(rate * static_cast<double>(strangers.size()));
        const float threshold =
            allowed < strangers.size() ? strangers[allowed] : std::numeric_limits<float>::max();
        const auto found = std::ranges::count_if(enrolled, [&](float own) { return own < threshold; });
        const auto asked = std::max<std::size_t>(1, enrolled.size() + parts.enrolled_missing);
        result.by_rate[rate] = {threshold, static_cast<double>(found) / static_cast<double>(asked)};
    }
    return result;
}

}  // namespace faces
