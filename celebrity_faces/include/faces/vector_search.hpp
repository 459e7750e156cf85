#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "faces/embedding.hpp"

namespace faces {

using FaceId = std::int64_t;    ///< one stored face: one embedding; below 2^53, so that JSON can carry it
using PersonId = std::int64_t;  ///< below 2^53

struct IndexedFace {
    FaceId face = 0;
    PersonId person = 0;
    Embedding embedding;
};

struct Hit {
    FaceId face = 0;
    PersonId person = 0;
    float distance = 0;  ///< L2 distance (not its square) for metric "l2"
};

/// Nearest faces, one a person. Derived from the store, which is the truth: `revision` says how far it has
/// followed. Implementations may be called from many threads at once. Throw Error(unavailable) where a server
/// cannot be reached.
class VectorSearch {
  public:
    virtual ~VectorSearch() = default;

    /// The k nearest people, each with their nearest face, nearest first; fewer only where fewer people are
    /// indexed.
    [[nodiscard]] virtual std::vector<Hit> search(std::span<const float> query, std::size_t k) const = 0;

    /// Adds faces or replaces those with the same id.
    virtual void upsert(std::span<const IndexedFace> faces) = 0;
    /// Removes faces; ids that are not there are passed over.
    virtual void remove(std::span<const FaceId> faces) = 0;
    virtual void clear() = 0;

    /// The store's revision that the index has followed up to, 0 when new; kept with a snapshot.
    [[nodiscard]] virtual std::int64_t revision() const = 0;
    virtual void set_revision(std::int64_t revision) = 0;

    [[nodiscard]] virtual std::size_t size() const = 0;  ///< faces

    /// Whether nothing is being built in the background, which takes time from answers.
    [[nodiscard]] virtual bool is_settled() const { return true; }

    /// Makes what was done survive a restart, as far as the implementation keeps anything (a snapshot file).
    virtual void save() = 0;
};

}  // namespace faces
