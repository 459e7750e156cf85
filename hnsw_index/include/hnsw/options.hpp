#pragma once

#include <cstddef>
#include <cstdint>

#include "hnsw/metric.hpp"

namespace hnsw {

/// How an index is built; the names in brackets are those of Malkov & Yashunin, "Efficient and robust
/// approximate nearest neighbor search using Hierarchical Navigable Small World graphs", arXiv:1603.09320.
struct IndexOptions {
    std::size_t dimension = 0;       ///< numbers in a vector, 1 to 65,536; must be given
    Metric metric = Metric::l2;      ///< see metric.hpp for what the distances mean
    unsigned links = 16;             ///< [M] links that a new vector makes on each layer, 2 to 1,024
    unsigned base_links = 0;         ///< [Mmax0] most links on layer 0, links to 2,048; 0 means 2 * links
    unsigned ef_construction = 200;  ///< [efConstruction] candidates looked at per insert, 1 to 100,000
    double level_multiplier = 0;     ///< [mL] mean number of layers above 0; 0 means 1 / ln(links)
    bool keep_pruned = true;  ///< [keepPrunedConnections] Algorithm 4 fills up with discarded candidates
    std::uint64_t seed = 42;  ///< of the layers; same seed, order and one thread give the same graph
};

struct SearchOptions {
    std::size_t k = 10;    ///< results wanted, at least 1
    std::size_t ef = 100;  ///< breadth of the search: the larger, the better and slower; raised to k if below
    bool distinct_groups =
        false;  ///< results are k distinct groups, each with its nearest vector; ef counts groups
};

}  // namespace hnsw
