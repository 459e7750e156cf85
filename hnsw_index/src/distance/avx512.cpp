#if defined(__x86_64__)

#include <immintrin.h>

#include "distance/kernels.hpp"

#define HNSW_AVX512 __attribute__((target("avx512f,avx512bw,avx512vnni")))

namespace hnsw {

namespace {

// Zeroing forms instead of _mm512_reduce_add_ps and _mm512_extracti64x4_epi64, here and below: what those
// leave undefined makes g++ 12 warn from inside its own header.
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

struct SquaredDifference {
    HNSW_AVX512 static __m512i add(__m512i sum, __m512i a, __m512i b) noexcept {
        const __m512i difference = _mm512_sub_epi16(a, b);
        return _mm512_dpwssd_epi32(sum, difference, difference);
    }
};
struct Product {
    HNSW_AVX512 static __m512i add(__m512i sum, __m512i a, __m512i b) noexcept {
        return _mm512_dpwssd_epi32(sum, a, b);
    }
};

/// Four totals at once, for adding up within one register costs more than the differences.
HNSW_AVX512 inline __m128 totals(const __m512i* sums) noexcept {
    __m256i half[4];
    for (std::size_t i = 0; i < 4; ++i)
        half[i] = _mm256_add_epi32(_mm512_maskz_extracti64x4_epi64(0xff, sums[i], 0),
                                   _mm512_maskz_extracti64x4_epi64(0xff, sums[i], 1));
    const __m256i pairs =
        _mm256_hadd_epi32(_mm256_hadd_epi32(half[0], half[1]), _mm256_hadd_epi32(half[2], half[3]));
    return _mm_cvtepi32_ps(_mm_add_epi32(_mm256_castsi256_si128(pairs), _mm256_extracti128_si256(pairs, 1)));
}

template <class Term>
HNSW_AVX512 void sum_codes(const std::int16_t* query, const std::int8_t* const* rows, std::size_t count,
                           std::size_t width, float* out) noexcept {
    for (; count >= 4; count -= 4, rows += 4, out += 4) {
        __m512i sums[4] = {};
        for (std::size_t i = 0; i < width; i += 32) {
            const __m512i part = _mm512_loadu_si512(query + i);
            for (std::size_t row = 0; row < 4; ++row)
                sums[row] = Term::add(sums[row], part, widened(rows[row] + i));
        }
        _mm_storeu_ps(out, totals(sums));
    }
    for (std::size_t row = 0; row < count; ++row) {
        __m512i sums[4] = {};
        for (std::size_t i = 0; i < width; i += 32)
            sums[0] = Term::add(sums[0], _mm512_loadu_si512(query + i), widened(rows[row] + i));
        _mm_store_ss(out + row, totals(sums));
    }
}

bool supported() noexcept {
    return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
           __builtin_cpu_supports("avx512vnni");
}

}  // namespace

const Kernels avx512_kernels{
    "avx512", supported, squared_l2, inner_product, sum_codes<SquaredDifference>, sum_codes<Product>};

}  // namespace hnsw

#endif
