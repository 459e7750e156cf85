#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace hnsw {

/// One query against many rows: a whole batch of neighbours a call. Rows need no alignment.
using BatchKernel = void (*)(const float* query, const float* const* rows, std::size_t count,
                             std::size_t dimension, float* out) noexcept;

/// The same over 8-bit codes, whose number `width` is a multiple of 32; the query's are widened to 16 bits.
/// Sums of whole numbers, exact up to 2^24; of up to 4,096 codes they stay below 2^31.
using CodeKernel = void (*)(const std::int16_t* query, const std::int8_t* const* rows, std::size_t count,
                            std::size_t width, float* out) noexcept;

/// The kernels of one instruction set.
struct Kernels {
    std::string_view name;
    bool (*supported)() noexcept;
    BatchKernel squared_l2;
    BatchKernel inner_product;
    CodeKernel squared_l2_codes;
    CodeKernel inner_product_codes;
};

extern const Kernels generic_kernels;
#if defined(__x86_64__)
extern const Kernels avx2_kernels;
extern const Kernels avx512_kernels;
#endif

/// All that are compiled in, the fastest last.
[[nodiscard]] std::span<const Kernels* const> all_kernels() noexcept;

/// The kernels that HNSW_KERNELS names, or the fastest that this processor has. Throws Error(kernels).
[[nodiscard]] const Kernels& choose_kernels();

}  // namespace hnsw
