#pragma once

#include <cstdint>
#include <string_view>

namespace hnsw {

/// How far apart two vectors are. Smaller is nearer in all three.
enum class Metric : std::uint32_t {
    l2 = 0,             ///< the Euclidean distance itself, not its square
    inner_product = 1,  ///< the negated inner product, so it can be below 0
    cosine = 2,         ///< 1 - cosine of the angle, from 0 to 2; vectors are kept at unit length
};

/// "l2", "inner_product" or "cosine".
[[nodiscard]] std::string_view metric_name(Metric metric) noexcept;

/// The metric of that name. Throws Error(invalid_argument), which names the three.
[[nodiscard]] Metric parse_metric(std::string_view name);

}  // namespace hnsw
