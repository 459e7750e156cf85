#include "hnsw/metric.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "hnsw/error.hpp"

namespace hnsw {

namespace {
constexpr std::array<std::pair<Metric, std::string_view>, 3> names{
    {{Metric::l2, "l2"}, {Metric::inner_product, "inner_product"}, {Metric::cosine, "cosine"}}};
}

std::string_view metric_name(Metric metric) noexcept {
    return names[static_cast<std::size_t>(metric)].second;
}

Metric parse_metric(std::string_view name) {
    for (const auto& [metric, known] : names)
        if (known == name) return metric;
    throw Error(ErrorCode::invalid_argument,
                "the metric is '" + std::string(name) + "', known are l2, inner_product and cosine");
}

}  // namespace hnsw
