#include "input.hpp"

#include <cmath>
#include <limits>
#include <string>

#include "hnsw/error.hpp"

namespace hnsw {

namespace {

// The squared distance of two vectors is at most four times the larger squared length.
constexpr double max_squared_length = std::numeric_limits<float>::max() / 4.0;

[[noreturn]] void refuse(const std::string& message) {
    throw Error(ErrorCode::invalid_argument, message);
}

template <class Value>
void check_range(std::string_view name, Value value, Value low, Value high) {
    if (value >= low && value <= high) return;
    refuse(std::string(name) + " is " + std::to_string(value) + ", allowed are " + std::to_string(low) +
           " to " + std::to_string(high));
}

double squared_length(std::span<const float> vector) noexcept {
    double sum = 0;
    for (const float value : vector) sum += double{value} * double{value};
    return sum;
}

}  // namespace

IndexOptions checked(IndexOptions options) {
    check_range<std::size_t>("the dimension", options.dimension, 1, 4'096);
    check_range<unsigned>("the metric's number", static_cast<unsigned>(options.metric), 0, 2);
    check_range("links (M)", options.links, 2U, 1'024U);
    if (options.base_links == 0) options.base_links = 2 * options.links;
    check_range("base_links (M0)", options.base_links, options.links, 2'048U);
    check_range<unsigned>("the storage's number", static_cast<unsigned>(options.storage), 0, 1);
    check_range("ef_construction", options.ef_construction, 1U, 100'000U);
    if (options.level_multiplier == 0) options.level_multiplier = 1 / std::log(options.links);
    check_range("level_multiplier", options.level_multiplier, 0.0, 10.0);
    return options;
}

void check_vector(std::span<const float> vector, const IndexOptions& options, std::string_view what) {
    if (vector.size() != options.dimension)
        refuse(std::string(what) + " has " + std::to_string(vector.size()) + " dimensions, the index wants " +
               std::to_string(options.dimension));
    const double squared = squared_length(vector);
    if (squared > 0 && squared <= max_squared_length) return;
    for (std::size_t i = 0; i < vector.size(); ++i)
        if (!std::isfinite(vector[i]))
            refuse(std::string(what) + " has the value " + std::to_string(vector[i]) + " at position " +
                   std::to_string(i) + ", the index wants finite numbers");
    if (squared > 0)
        refuse(std::string(what) + " has the length " + std::to_string(std::sqrt(squared)) +
               ", the index wants at most " + std::to_string(std::sqrt(max_squared_length)));
    if (options.metric == Metric::cosine)
        refuse(std::string(what) + " has the length 0, for which there is no cosine");
}

void prepare_vector(std::span<const float> vector, Metric metric, std::vector<float>& out) {
    out.assign(vector.begin(), vector.end());
    if (metric != Metric::cosine) return;
    const double length = std::sqrt(squared_length(vector));
    for (float& value : out) value = static_cast<float>(value / length);
}

}  // namespace hnsw
