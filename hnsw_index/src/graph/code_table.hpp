#pragma once

#include "distance/codes.hpp"
#include "graph/blocked_rows.hpp"
#include "graph/quantiser.hpp"

namespace hnsw {

/// The codes of all slots, and what made them.
struct CodeTable {
    CodeTable(Quantiser made_by, std::size_t dimension) : quantiser(made_by), rows(code_width(dimension)) {}

    const Quantiser quantiser;
    BlockedRows<Code> rows;
};

}  // namespace hnsw
