#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "dataset.hpp"
#include "measure.hpp"

namespace hnsw::bench {

/// What filtered searches of ours cost where a share of the ids is allowed.
struct FilteredSearch {
    std::string filter;  ///< none, predicate or bitmap
    double share = 1;
    std::size_t allowed = 0;
    double us = 0;      ///< processor time of a query, one thread; the median of the rounds
    double recall = 0;  ///< of the nearest that are allowed, found by looking at all of them
};

/// At a breadth of 100, of the index in the file: without a filter, then a half, a hundredth and a ten
/// thousandth of the ids, drawn by lot, as a predicate and as a bitmap.
[[nodiscard]] std::vector<FilteredSearch> measure_filters(const std::string& file, const Dataset& data,
                                                          const MeasureOptions& options);

}  // namespace hnsw::bench
