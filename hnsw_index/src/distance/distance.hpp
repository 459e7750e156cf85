#pragma once

#include <cmath>
#include <cstddef>
#include <limits>

#include "distance/kernels.hpp"
#include "hnsw/metric.hpp"

namespace hnsw {

/// The distance inside the graph: ordered as the metric is, but cheaper (L2 is left squared).
class Distance {
  public:
    Distance(Metric metric, std::size_t dimension, const Kernels& kernels) noexcept
        : metric_(metric),
          dimension_(dimension),
          kernel_(metric == Metric::l2 ? kernels.squared_l2 : kernels.inner_product) {}

    void to_rows(const float* query, const float* const* rows, std::size_t count, float* out) const noexcept {
        kernel_(query, rows, count, dimension_, out);
        if (metric_ != Metric::l2) {
            const float origin = metric_ == Metric::cosine ? 1.0F : 0.0F;
            for (std::size_t i = 0; i < count; ++i) out[i] = origin - out[i];
        }
        // Vectors of a damaged file may be no numbers; orders need some.
        constexpr float farthest = std::numeric_limits<float>::infinity();
        for (std::size_t i = 0; i < count; ++i) out[i] = out[i] <= farthest ? out[i] : farthest;
    }

    /// What callers see of a distance of the graph.
    [[nodiscard]] float reported(float distance) const noexcept {
        if (metric_ == Metric::l2) return std::sqrt(distance);
        // Rounding may put the cosine of two equal vectors a bit above 1.
        return metric_ == Metric::cosine ? std::fmax(distance, 0.0F) : distance;
    }

  private:
    Metric metric_;
    std::size_t dimension_;
    BatchKernel kernel_;
};

}  // namespace hnsw
