#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "hnsw/options.hpp"

namespace hnsw {

/// The same options with their defaults filled in. Throws Error(invalid_argument) for values out of range.
[[nodiscard]] IndexOptions checked(IndexOptions options);

/// Throws Error(invalid_argument) for what the index does not take (see Index); `what` names the vector.
void check_vector(std::span<const float> vector, const IndexOptions& options, std::string_view what);

/// A checked vector as the graph holds it: at unit length for the cosine.
void prepare_vector(std::span<const float> vector, Metric metric, std::vector<float>& out);

}  // namespace hnsw
