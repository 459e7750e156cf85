#pragma once

#include <string>
#include <vector>

#include "measure.hpp"

namespace hnsw::bench {

/// What the curves are of.
struct Setting {
    std::string data, kernels, processor;
    std::size_t vectors = 0, dimension = 0;
    unsigned links = 0, ef_construction = 0;
    std::vector<double> recalls;
};

// The first curve is ours; ratios are ours by the peer's.

/// Tables in Markdown.
[[nodiscard]] std::string as_table(const Setting& setting, const std::vector<Curve>& curves);

/// `{"n":…,"links":…,"ours":[{"recall":…,"qps":…}],"hnswlib":[…],"ratio_at":{"0.90":…},"build_s":{…},"memory_mb":{…}}`;
/// ratio_at is that to the first peer, null where a recall is not reached.
[[nodiscard]] std::string as_json(const Setting& setting, const std::vector<Curve>& curves);

/// Queries a second, on a logarithmic scale, over recall, as an SVG picture.
[[nodiscard]] std::string as_svg(const Setting& setting, const std::vector<Curve>& curves);

}  // namespace hnsw::bench
