#include "index_client/backlog.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <unordered_map>

namespace faces {
namespace {

/// Sums over the values in eight lanes, which the compiler keeps in vector registers: one sum would be added
/// up in order.
template <typename Term>
float lane_sum(const float* a, const float* b, std::size_t count, const Term& term) {
    constexpr std::size_t lanes = 8;
    std::array<float, lanes> sums{};
    std::size_t i = 0;
    for (; i + lanes <= count; i += lanes) {
        for (std::size_t lane = 0; lane < lanes; ++lane) {
            sums[lane] += term(a[i + lane], b[i + lane]);
        }
    }
    float sum = 0;
    for (; i < count; ++i) {
        sum += term(a[i], b[i]);
    }
    for (const float lane : sums) {
        sum += lane;
    }
    return sum;
}

float squared_distance(const float* a, const float* b, std::size_t count) {
    return lane_sum(a, b, count, [](float x, float y) { return (x - y) * (x - y); });
}
float inner_product(const float* a, const float* b, std::size_t count) {
    return lane_sum(a, b, count, [](float x, float y) { return x * y; });
}

/// As hnsw/metric.hpp defines them, but for L2 the square, which has the same order.
float distance(hnsw::Metric metric, const float* a, const float* b, std::size_t count) {
    switch (metric) {
        case hnsw::Metric::l2:
            return squared_distance(a, b, count);
        case hnsw::Metric::inner_product:
            return -inner_product(a, b, count);
        case hnsw::Metric::cosine:
            return 1 - inner_product(a, b, count) /
                           std::sqrt(inner_product(a, a, count) * inner_product(b, b, count));
    }
    return 0;
}

}  // namespace

void Backlog::put(const IndexedFace& face) {
    const auto [place, added] = places_.try_emplace(face.face, ids_.size());
    if (added) {
        ids_.push_back(face.face);
        people_.emplace_back();
        versions_.emplace_back();
        vectors_.resize(vectors_.size() + dimension_);
    }
    people_[place->second] = face.person;
    versions_[place->second] = next_version_++;
    std::ranges::copy(face.embedding,
                      vectors_.begin() + static_cast<std::ptrdiff_t>(place->second * dimension_));
}

void Backlog::erase(FaceId face) {
    const auto found = places_.find(face);
    if (found == places_.end()) {
        return;
    }
    // The last one moves into its place.
    const std::size_t place = found->second, last = ids_.size() - 1;
    places_.erase(found);
    if (place != last) {
        ids_[place] = ids_[last];
        people_[place] = people_[last];
        versions_[place] = versions_[last];
        std::copy_n(vectors_.begin() + static_cast<std::ptrdiff_t>(last * dimension_), dimension_,
                    vectors_.begin() + static_cast<std::ptrdiff_t>(place * dimension_));
        places_[ids_[place]] = place;
    }
    ids_.pop_back();
    people_.pop_back();
    versions_.pop_back();
    vectors_.resize(vectors_.size() - dimension_);
    if (ids_.empty()) {
        clear();
    }
}

void Backlog::clear() {
    // Swapped, not cleared: a large backlog's memory goes back.
    *this = [this] {
        Backlog empty(dimension_, metric_);
        empty.next_version_ = next_version_;
        return empty;
    }();
}

std::vector<Backlog::Entry> Backlog::last(std::size_t count) const {
    std::vector<Entry> entries;
    for (std::size_t i = ids_.size() - std::min(count, ids_.size()); i < ids_.size(); ++i) {
        const float* vector = vectors_.data() + i * dimension_;
        entries.push_back({{ids_[i], people_[i], {vector, vector + dimension_}}, versions_[i]});
    }
    return entries;
}

bool Backlog::holds(FaceId face, std::uint64_t version) const {
    const auto found = places_.find(face);
    return found != places_.end() && versions_[found->second] == version;
}

std::vector<Hit> Backlog::search(std::span<const float> query, std::size_t k) const {
    if (ids_.empty()) {
        return {};
    }
    std::vector<std::pair<float, std::size_t>> order(ids_.size());
    for (std::size_t i = 0; i < ids_.size(); ++i) {
        order[i] = {distance(metric_, query.data(), vectors_.data() + i * dimension_, dimension_), i};
    }
    // Nearest first, a few at a time, until k people are together.
    std::vector<Hit> hits;
    auto sorted = order.begin();
    for (std::size_t wanted = 4 * k; hits.size() < k && sorted != order.end(); wanted *= 4) {
        const auto end = order.end() - sorted > static_cast<std::ptrdiff_t>(wanted)
                             ? sorted + static_cast<std::ptrdiff_t>(wanted)
                             : order.end();
        std::partial_sort(sorted, end, order.end());
        for (; sorted != end && hits.size() < k; ++sorted) {
            const auto [value, i] = *sorted;
            if (std::ranges::find(hits, people_[i], &Hit::person) != hits.end()) {
                continue;
            }
            hits.push_back({ids_[i], people_[i], metric_ == hnsw::Metric::l2 ? std::sqrt(value) : value});
        }
    }
    return hits;
}

std::vector<Hit> merged(std::span<const Hit> a, std::span<const Hit> b, std::size_t k) {
    std::vector<Hit> both(a.begin(), a.end());
    both.insert(both.end(), b.begin(), b.end());
    std::ranges::stable_sort(both, {}, &Hit::distance);
    std::vector<Hit> hits;
    for (const Hit& hit : both) {
        if (hits.size() == k) {
            break;
        }
        if (std::ranges::find(hits, hit.person, &Hit::person) == hits.end()) {
            hits.push_back(hit);
        }
    }
    return hits;
}

}  // namespace faces
