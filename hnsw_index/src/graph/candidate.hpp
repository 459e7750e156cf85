#pragma once

#include <compare>

#include "graph/slot.hpp"
#include "hnsw/index.hpp"

namespace hnsw {

/// A slot and how far it is from what is searched for.
struct Candidate {
    float distance = 0;
    Slot slot = no_slot;

    friend auto operator<=>(const Candidate&, const Candidate&) = default;
};

struct GroupCandidate {
    Candidate candidate;
    Group group = 0;

    friend auto operator<=>(const GroupCandidate&, const GroupCandidate&) = default;
};

}  // namespace hnsw
