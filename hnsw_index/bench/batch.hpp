#pragma once

#include <optional>
#include <string>

#include "dataset.hpp"
#include "measure.hpp"

namespace hnsw::bench {

/// Queries a second of ours, by the clock: one search after the other, and all in one call.
struct BatchSearch {
    std::size_t ef = 0;
    unsigned processors = 0;
    double single_qps = 0;  ///< one thread, a search a query
    double batch_qps = 0;   ///< one thread, one call
    double all_qps = 0;     ///< one call on all processors
};

/// At a breadth, of the index in the file; the medians of rounds that take turns.
[[nodiscard]] BatchSearch measure_batch(const std::string& file, const Dataset& data, std::size_t ef,
                                        const MeasureOptions& options);

}  // namespace hnsw::bench
