#pragma once

#include <cstddef>
#include <stop_token>
#include <string>
#include <vector>

#include "hnsw/index.hpp"
#include "value_file.hpp"

namespace hnsw::cli {

struct QueryRun {
    SearchOptions search;
    bool exact = false;  ///< look at every vector
    unsigned threads = 0;
    std::string what = "queries";  ///< before the bar
};

struct QueryResults {
    std::vector<std::vector<Hit>> hits;  ///< in the queries' order
    double seconds = 0;                  ///< of the searches alone
};

/// Searches for the first `count` rows of the queries. Where they are many a bar on standard error shows how
/// far it is. Throws Error, with the queries' file in the message, and Stopped.
[[nodiscard]] QueryResults run_queries(const Index& index, const VectorFile& queries, std::size_t count,
                                       const QueryRun& run, const std::stop_token& stop);

}  // namespace hnsw::cli
