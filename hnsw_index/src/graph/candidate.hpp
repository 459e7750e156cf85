#pragma once

#include <compare>

#include "graph/layout.hpp"

namespace hnsw {

/// A slot and how far it is from what is searched for.
struct Candidate {
    float distance = 0;
    Slot slot = no_slot;

    friend auto operator<=>(const Candidate&, const Candidate&) = default;
};

}  // namespace hnsw
