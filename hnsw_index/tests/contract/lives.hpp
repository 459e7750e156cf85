#pragma once

#include <gtest/gtest.h>

#include <atomic>
#include <cmath>
#include <cstddef>
#include <random>
#include <set>
#include <span>
#include <vector>

#include "brute_force.hpp"
#include "hnsw/index.hpp"

namespace hnsw::test {

/// What writers have told of each id: which of its vectors were begun and which are gone for certain. A
/// search that began at a moment may find the vectors that were not gone then, and none but those begun by
/// its end. Each id is written by one thread; anyone may read.
class Lives {
  public:
    static constexpr std::size_t dimension = 8;
    static constexpr Group group_count = 37;

    explicit Lives(std::size_t ids) : begun_(ids), gone_(ids) {}

    [[nodiscard]] std::size_t size() const { return begun_.size(); }
    [[nodiscard]] static Group group(Id id) { return id % group_count; }

    /// The vector of an id in one of its lives, which count from 1.
    [[nodiscard]] static std::vector<float> vector(Id id, unsigned life) {
        std::mt19937 random(static_cast<std::uint32_t>(id) * 1'000 + life);
        std::normal_distribution<float> normal;
        std::vector<float> values(dimension);
        for (float& value : values) value = normal(random);
        return values;
    }

    /// To be called before an upsert begins: the life that it begins.
    unsigned begin(Id id) { return ++begun_[at(id)]; }
    /// To be called after an upsert or an erase has returned.
    void settle(Id id, bool alive) { gone_[at(id)] = begun_[at(id)] - (alive ? 1 : 0); }

    /// The lives that are over, id by id.
    [[nodiscard]] std::vector<unsigned> gone() const {
        std::vector<unsigned> snapshot;
        for (const auto& life : gone_) snapshot.push_back(life.load());
        return snapshot;
    }

    /// Expects of a vector that was found after `gone` was taken that it is one of a life then to come or
    /// still going on: `fits` says whether it is the vector of a life.
    template <class Fits>
    void expect_alive(Id id, std::span<const unsigned> gone, const Fits& fits) const {
        ASSERT_LT(static_cast<std::size_t>(id), size());
        const unsigned last = begun_[at(id)].load();
        for (unsigned life = gone[at(id)] + 1; life <= last; ++life)
            if (fits(vector(id, life))) return;
        ADD_FAILURE() << "id " << id << " was found with the vector of none of its lives " << gone[at(id)] + 1
                      << " to " << last;
    }

    /// The same for the hits of a search. `margin` is how far distances may err.
    void expect_alive(std::span<const Hit> hits, std::span<const float> query, double margin,
                      std::span<const unsigned> gone) const {
        std::set<Id> ids;
        for (const Hit& hit : hits) {
            EXPECT_TRUE(ids.insert(hit.id).second) << "id " << hit.id << " comes twice";
            EXPECT_EQ(hit.group, group(hit.id));
            expect_alive(hit.id, gone, [&](const std::vector<float>& vector) {
                return std::abs(distance(Metric::l2, vector, query) - hit.distance) <= margin;
            });
        }
    }

  private:
    [[nodiscard]] static std::size_t at(Id id) { return static_cast<std::size_t>(id); }

    std::vector<std::atomic<unsigned>> begun_, gone_;
};

}  // namespace hnsw::test
