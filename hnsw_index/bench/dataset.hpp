#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace hnsw::bench {

/// Vectors, queries and each query's exact nearest, as raw little-endian files: PREFIX.base.f32,
/// PREFIX.query.f32 and PREFIX.gt.i32, row-major.
struct Dataset {
    std::string name;  ///< the prefix without its folder
    std::size_t dimension = 0;
    std::size_t truth_k = 0;  ///< nearest that are known of each query
    std::vector<float> base, queries;
    std::vector<std::int32_t> truth;

    [[nodiscard]] std::size_t size() const { return base.size() / dimension; }
    [[nodiscard]] std::size_t query_count() const { return queries.size() / dimension; }
    [[nodiscard]] const float* query(std::size_t i) const { return queries.data() + i * dimension; }
    /// How many of the found ids are among the true nearest k of a query.
    [[nodiscard]] std::size_t found(std::size_t query, std::span<const std::int64_t> ids) const;
};

/// Throws std::runtime_error that names the file and what is wrong with it.
[[nodiscard]] Dataset read_dataset(const std::string& prefix, std::size_t dimension);

}  // namespace hnsw::bench
