#pragma once

#include <pybind11/pybind11.h>

#include <cstddef>

#include "arrays.hpp"
#include "hnsw/index.hpp"
#include "label_filter.hpp"
#include "space.hpp"

namespace hnsw::python {

enum class Way { graph, every_vector };

/// What all queries of one call have in common.
struct Query {
    const Index& index;
    const Space& space;
    LabelFilter& filter;
    Way way = Way::graph;
    std::size_t ef = 10;
    unsigned threads = 1;
};

/// The k nearest of each vector: arrays of labels and distances, a row each, nearest first. The GIL is
/// released meanwhile. Throws std::runtime_error where fewer than k are found, as arrays have no gaps.
[[nodiscard]] py::tuple nearest(const Query& query, const Rows& vectors, std::size_t k);

/// All within the distance (as the space has it) of each vector: a list of arrays of labels, and one of
/// distances.
[[nodiscard]] py::tuple within(const Query& query, const Rows& vectors, float radius);

}  // namespace hnsw::python
