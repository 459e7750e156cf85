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

template <class Term>
float sum_codes(const std::int16_t* a, const std::int8_t* b, std::size_t width, Term term) noexcept {
    std::int64_t total = 0;
    for (std::size_t i = 0; i < width; i += 32) {
        std::int32_t part = 0;
        for (std::size_t j = i; j < i + 32; ++j) part += term(std::int32_t{a[j]}, std::int32_t{b[j]});
        total += part;
    }
    return static_cast<float>(total);
}

void squared_l2_codes(const std::int16_t* query, const std::int8_t* const* rows, std::size_t count,
                      std::size_t width, float* out) noexcept {
    for (std::size_t row = 0; row < count; ++row)
        out[row] = sum_codes(query, rows[row], width,
                             [](std::int32_t a, std::int32_t b) { return (a - b) * (a - b); });
}

void inner_product_codes(const std::int16_t* query, const std::int8_t* const* rows, std::size_t count,
                         std::size_t width, float* out) noexcept {
    for (std::size_t row = 0; row < count; ++row)
        out[row] = sum_codes(query, rows[row], width, [](std::int32_t a, std::int32_t b) { return a * b; });
}

}  // namespace

const Kernels generic_kernels{"generic",        []() noexcept { return true; },
                              squared_l2,       inner_product,
                              squared_l2_codes, inner_product_codes};

}  // namespace hnsw
