#include <array>

#include "distance/kernels.hpp"

namespace hnsw {

namespace {

// Independent partial sums, so that the compiler may use whatever vectors its target has: it must not reorder
// a single sum.
constexpr std::size_t lanes = 16;

template <class Term>
float sum(const float* a, const float* b, std::size_t dimension, Term term) noexcept {
    std::array<float, lanes> partial{};
    std::size_t i = 0;
    for (; i + lanes <= dimension; i += lanes)
        for (std::size_t lane = 0; lane < lanes; ++lane) partial[lane] += term(a[i + lane], b[i + lane]);
    float total = 0;
    for (; i < dimension; ++i) total += term(a[i], b[i]);
    for (const float value : partial) total += value;
    return total;
}

void squared_l2(const float* query, const float* const* rows, std::size_t count, std::size_t dimension,
                float* out) noexcept {
    for (std::size_t row = 0; row < count; ++row)
        out[row] = sum(query, rows[row], dimension, [](float a, float b) { return (a - b) * (a - b); });
}

void inner_product(const float* query, const float* const* rows, std::size_t count, std::size_t dimension,
                   float* out) noexcept {
    for (std::size_t row = 0; row < count; ++row)
        out[row] = sum(query, rows[row], dimension, [](float a, float b) { return a * b; });
}

}  // namespace

const Kernels generic_kernels{"generic", []() noexcept { return true; }, squared_l2, inner_product};

}  // namespace hnsw
