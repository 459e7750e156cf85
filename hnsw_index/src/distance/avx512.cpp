#if defined(__x86_64__)

#include <immintrin.h>

#include "distance/kernels.hpp"

#define HNSW_AVX512 __attribute__((target("avx512f,avx512bw")))

namespace hnsw {

namespace {

// Zeroing forms instead of _mm512_reduce_add_ps and _mm512_castps512_ps256: what those leave undefined makes
// g++ 12 warn from inside its own header.
template <int half>
HNSW_AVX512 inline __m256 half_of(__m512 v) noexcept {
    return _mm256_castpd_ps(_mm512_maskz_extractf64x4_pd(0xff, _mm512_castps_pd(v), half));
}

HNSW_AVX512 inline float horizontal_sum(__m512 v) noexcept {
    const __m256 sum = _mm256_add_ps(half_of<0>(v), half_of<1>(v));
    __m128 quarter = _mm_add_ps(_mm256_castps256_ps128(sum), _mm256_extractf128_ps(sum, 1));
    quarter = _mm_add_ps(quarter, _mm_movehl_ps(quarter, quarter));
    return _mm_cvtss_f32(_mm_add_ss(quarter, _mm_movehdup_ps(quarter)));
}

HNSW_AVX512 inline __mmask16 tail_mask(std::size_t remaining) noexcept {
    return static_cast<__mmask16>((1U << remaining) - 1U);
}

HNSW_AVX512 inline __m512 add_square(__m512 a, __m512 b, __m512 sum) noexcept {
    const __m512 difference = _mm512_sub_ps(a, b);
    return _mm512_fmadd_ps(difference, difference, sum);
}

HNSW_AVX512 inline void prefetch(const float* row, std::size_t dimension) noexcept {
    for (std::size_t i = 0; i < dimension; i += 16)
        _mm_prefetch(reinterpret_cast<const char*>(row + i), _MM_HINT_T0);
}

// Four sums at once hide the four cycles that an FMA takes.
HNSW_AVX512 float squared_l2_one(const float* a, const float* b, std::size_t dimension) noexcept {
    __m512 sum[4] = {_mm512_setzero_ps(), _mm512_setzero_ps(), _mm512_setzero_ps(), _mm512_setzero_ps()};
    std::size_t i = 0;
    for (; i + 64 <= dimension; i += 64)
        for (std::size_t part = 0; part < 4; ++part)
            sum[part] =
                add_square(_mm512_loadu_ps(a + i + 16 * part), _mm512_loadu_ps(b + i + 16 * part), sum[part]);
    for (; i + 16 <= dimension; i += 16)
        sum[0] = add_square(_mm512_loadu_ps(a + i), _mm512_loadu_ps(b + i), sum[0]);
    if (i < dimension) {
        const __mmask16 mask = tail_mask(dimension - i);
        sum[1] = add_square(_mm512_maskz_loadu_ps(mask, a + i), _mm512_maskz_loadu_ps(mask, b + i), sum[1]);
    }
    return horizontal_sum(_mm512_add_ps(_mm512_add_ps(sum[0], sum[1]), _mm512_add_ps(sum[2], sum[3])));
}

HNSW_AVX512 float inner_product_one(const float* a, const float* b, std::size_t dimension) noexcept {
    __m512 sum[4] = {_mm512_setzero_ps(), _mm512_setzero_ps(), _mm512_setzero_ps(), _mm512_setzero_ps()};
    std::size_t i = 0;
    for (; i + 64 <= dimension; i += 64)
        for (std::size_t part = 0; part < 4; ++part)
            sum[part] = _mm512_fmadd_ps(_mm512_loadu_ps(a + i + 16 * part),
                                        _mm512_loadu_ps(b + i + 16 * part), sum[part]);
    for (; i + 16 <= dimension; i += 16)
        sum[0] = _mm512_fmadd_ps(_mm512_loadu_ps(a + i), _mm512_loadu_ps(b + i), sum[0]);
    if (i < dimension) {
        const __mmask16 mask = tail_mask(dimension - i);
        sum[1] =
            _mm512_fmadd_ps(_mm512_maskz_loadu_ps(mask, a + i), _mm512_maskz_loadu_ps(mask, b + i), sum[1]);
    }
    return horizontal_sum(_mm512_add_ps(_mm512_add_ps(sum[0], sum[1]), _mm512_add_ps(sum[2], sum[3])));
}

HNSW_AVX512 void squared_l2(const float* query, const float* const* rows, std::size_t count,
                            std::size_t dimension, float* out) noexcept {
    for (std::size_t row = 0; row < count; ++row) {
        if (row + 1 < count) prefetch(rows[row + 1], dimension);
        out[row] = squared_l2_one(query, rows[row], dimension);
    }
}

HNSW_AVX512 void inner_product(const float* query, const float* const* rows, std::size_t count,
                               std::size_t dimension, float* out) noexcept {
    for (std::size_t row = 0; row < count; ++row) {
        if (row + 1 < count) prefetch(rows[row + 1], dimension);
        out[row] = inner_product_one(query, rows[row], dimension);
    }
}

HNSW_AVX512 inline __m512i widened(const std::int8_t* codes) noexcept {
    return _mm512_cvtepi8_epi16(_mm256_loadu_si256(reinterpret_cast<const __m256i*>(codes)));
}

/// The sixteen sums may together be more than 32 bits hold.
HNSW_AVX512 inline float total(__m512i sums) noexcept {
    return horizontal_sum(_mm512_maskz_cvtepi32_ps(0xffff, sums));
}

HNSW_AVX512 void squared_l2_codes(const std::int16_t* query, const std::int8_t* const* rows,
                                  std::size_t count, std::size_t width, float* out) noexcept {
    for (std::size_t row = 0; row < count; ++row) {
        __m512i sum = _mm512_setzero_si512();
        for (std::size_t i = 0; i < width; i += 32) {
            const __m512i difference =
                _mm512_sub_epi16(_mm512_loadu_si512(query + i), widened(rows[row] + i));
            sum = _mm512_add_epi32(sum, _mm512_madd_epi16(difference, difference));
        }
        out[row] = total(sum);
    }
}

HNSW_AVX512 void inner_product_codes(const std::int16_t* query, const std::int8_t* const* rows,
                                     std::size_t count, std::size_t width, float* out) noexcept {
    for (std::size_t row = 0; row < count; ++row) {
        __m512i sum = _mm512_setzero_si512();
        for (std::size_t i = 0; i < width; i += 32)
            sum = _mm512_add_epi32(sum,
                                   _mm512_madd_epi16(_mm512_loadu_si512(query + i), widened(rows[row] + i)));
        out[row] = total(sum);
    }
}

bool supported() noexcept {
    return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw");
}

}  // namespace

const Kernels avx512_kernels{"avx512",      supported,        squared_l2,
                             inner_product, squared_l2_codes, inner_product_codes};

}  // namespace hnsw

#endif
