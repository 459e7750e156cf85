#pragma once

#include <optional>
#include <string>
#include <vector>

#include "batch.hpp"
#include "filters.hpp"
#include "measure.hpp"

namespace hnsw::bench {

/// What the curves are of.
struct Setting {
    std::string data, kernels, processor;
    std::size_t vectors = 0, dimension = 0;
    unsigned links = 0, ef_construction = 0;
    std::vector<double> recalls;
};

/// What was measured of ours beside its curve, where it was asked for.
struct Extras {
    std::vector<FilteredSearch> filters;
    std::optional<BatchSearch> batch;
};

// The first curve is ours; ratios are ours by the peer's.

/// Tables in Markdown.
[[nodiscard]] std::string as_table(const Setting& setting, const std::vector<Curve>& curves,
                                   const Extras& extras);

/// `{"n":…,"links":…,"ours":[{"recall":…,"qps":…}],"hnswlib":[…],"ratio_at":{"0.90":…},"build_s":{…},"memory_mb":{…}}`;
/// ratio_at is that to the first peer, null where a recall is not reached; "ratios" has those to each other
/// curve, "filters" and "batch" are there where they were measured.
[[nodiscard]] std::string as_json(const Setting& setting, const std::vector<Curve>& curves,
                                  const Extras& extras);

/// Queries a second, on a logarithmic scale, over recall, as an SVG picture.
[[nodiscard]] std::string as_svg(const Setting& setting, const std::vector<Curve>& curves);

}  // namespace hnsw::bench
