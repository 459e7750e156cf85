#pragma once

#include <gtest/gtest.h>

#include <string>
#include <tuple>

#include "hnsw/index.hpp"

namespace hnsw::test {

/// A test that is run for every metric with every storage.
class WithKind : public testing::TestWithParam<std::tuple<Metric, Storage>> {
  protected:
    [[nodiscard]] static IndexOptions options(std::size_t dimension) {
        return {.dimension = dimension,
                .metric = std::get<Metric>(GetParam()),
                .storage = std::get<Storage>(GetParam())};
    }
};

inline auto all_kinds() {
    return testing::Combine(testing::Values(Metric::l2, Metric::inner_product, Metric::cosine),
                            testing::Values(Storage::exact, Storage::compact));
}

inline std::string kind_name(const testing::TestParamInfo<std::tuple<Metric, Storage>>& kind) {
    return std::string(metric_name(std::get<Metric>(kind.param))) +
           (std::get<Storage>(kind.param) == Storage::exact ? "_exact" : "_compact");
}

}  // namespace hnsw::test
