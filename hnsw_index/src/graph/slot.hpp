#pragma once

#include <cstddef>
#include <cstdint>

namespace hnsw {

using Slot = std::uint32_t;  ///< a place in the graph: the row of a vector in every column
constexpr Slot no_slot = ~Slot{0};
constexpr std::size_t max_slots = std::size_t{1} << 31U;  ///< the bit above marks slots in Pool
constexpr unsigned max_layers = 32;

}  // namespace hnsw
