#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <unordered_map>
#include <vector>

#include <hnsw/metric.hpp>

#include "faces/vector_search.hpp"

namespace faces {

/// Faces that are not in the graph yet, searched by looking at each: 200,000 of them take about 20 ms. Not
/// guarded: its owner holds the lock.
class Backlog {
  public:
    Backlog(std::size_t dimension, hnsw::Metric metric) : dimension_(dimension), metric_(metric) {}

    [[nodiscard]] std::size_t size() const noexcept { return ids_.size(); }
    [[nodiscard]] bool contains(FaceId face) const { return places_.contains(face); }

    /// Adds the face, or replaces it under a new version.
    void put(const IndexedFace& face);
    void erase(FaceId face);
    void clear();

    struct Entry {
        IndexedFace face;
        std::uint64_t version = 0;
    };
    /// Copies of the last `count` faces, or of all.
    [[nodiscard]] std::vector<Entry> last(std::size_t count) const;
    /// Whether the face is still here in that version.
    [[nodiscard]] bool holds(FaceId face, std::uint64_t version) const;

    /// The k nearest people, each with their nearest face, nearest first.
    [[nodiscard]] std::vector<Hit> search(std::span<const float> query, std::size_t k) const;

  private:
    std::size_t dimension_;
    hnsw::Metric metric_;
    std::uint64_t next_version_ = 1;
    // One entry a face, in the same order.
    std::vector<FaceId> ids_;
    std::vector<PersonId> people_;
    std::vector<std::uint64_t> versions_;
    std::vector<float> vectors_;  // [faces, dimension]
    std::unordered_map<FaceId, std::size_t> places_;
};

/// The k nearest people of both lists, each once.
[[nodiscard]] std::vector<Hit> merged(std::span<const Hit> a, std::span<const Hit> b, std::size_t k);

}  // namespace faces
