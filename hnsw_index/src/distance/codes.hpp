#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "distance/kernels.hpp"
#include "hnsw/metric.hpp"

namespace hnsw {

/// A vector in 8 bits a value, for walks: a quarter of the memory that a search has to wait for.
using Code = std::int8_t;

/// Codes are as long as the vector, rounded up for the kernels; the values behind it are 0.
[[nodiscard]] constexpr std::size_t code_width(std::size_t dimension) noexcept {
    return (dimension + 31) / 32 * 32;
}

/// The distance between codes: ordered as that of the vectors is, as far as codes tell them apart. Its unit
/// is the quantiser's.
class CodeDistance {
  public:
    CodeDistance(Metric metric, std::size_t dimension, const Kernels& kernels) noexcept
        : width_(code_width(dimension)),
          negate_(metric != Metric::l2),
          kernel_(metric == Metric::l2 ? kernels.squared_l2_codes : kernels.inner_product_codes) {}

    void to_rows(const std::int16_t* query, const Code* const* rows, std::size_t count,
                 float* out) const noexcept {
        kernel_(query, rows, count, width_, out);
        if (!negate_) return;
        for (std::size_t i = 0; i < count; ++i) out[i] = -out[i];
    }
    [[nodiscard]] std::size_t width() const noexcept { return width_; }

  private:
    std::size_t width_;
    bool negate_;
    CodeKernel kernel_;
};

}  // namespace hnsw
