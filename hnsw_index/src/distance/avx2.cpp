#if defined(__x86_64__)

#include <immintrin.h>

#include "distance/kernels.hpp"

#define HNSW_AVX2 __attribute__((target("avx2,fma")))

namespace hnsw {

namespace {

HNSW_AVX2 inline float horizontal_sum(__m256 v) noexcept {
    __m128 half = _mm_add_ps(_mm256_castps256_ps128(v), _mm256_extractf128_ps(v, 1));
    half = _mm_add_ps(half, _mm_movehl_ps(half, half));
    return _mm_cvtss_f32(_mm_add_ss(half, _mm_movehdup_ps(half)));
}

/// The values that remain at the end, zeros behind them.
HNSW_AVX2 inline __m256 load_tail(const float* from, std::size_t remaining) noexcept {
    const __m256i lane = _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7);
    return _mm256_maskload_ps(from, _mm256_cmpgt_epi32(_mm256_set1_epi32(static_cast<int>(remaining)), lane));
}

HNSW_AVX2 inline __m256 add_square(__m256 a, __m256 b, __m256 sum) noexcept {
    const __m256 difference = _mm256_sub_ps(a, b);
    return _mm256_fmadd_ps(difference, difference, sum);
}

HNSW_AVX2 inline void prefetch(const float* row, std::size_t dimension) noexcept {
    for (std::size_t i = 0; i < dimension; i += 16)
        _mm_prefetch(reinterpret_cast<const char*>(row + i), _MM_HINT_T0);
}

// Four sums at once hide the four cycles that an FMA takes.
HNSW_AVX2 float squared_l2_one(const float* a, const float* b, std::size_t dimension) noexcept {
    __m256 sum[4] = {_mm256_setzero_ps(), _mm256_setzero_ps(), _mm256_setzero_ps(), _mm256_setzero_ps()};
    std::size_t i = 0;
    for (; i + 32 <= dimension; i += 32)
        for (std::size_t part = 0; part < 4; ++part)
            sum[part] =
                add_square(_mm256_loadu_ps(a + i + 8 * part), _mm256_loadu_ps(b + i + 8 * part), sum[part]);
    for (; i + 8 <= dimension; i += 8)
        sum[0] = add_square(_mm256_loadu_ps(a + i), _mm256_loadu_ps(b + i), sum[0]);
    if (i < dimension)
        sum[1] = add_square(load_tail(a + i, dimension - i), load_tail(b + i, dimension - i), sum[1]);
    return horizontal_sum(_mm256_add_ps(_mm256_add_ps(sum[0], sum[1]), _mm256_add_ps(sum[2], sum[3])));
}

HNSW_AVX2 float inner_product_one(const float* a, const float* b, std::size_t dimension) noexcept {
    __m256 sum[4] = {_mm256_setzero_ps(), _mm256_setzero_ps(), _mm256_setzero_ps(), _mm256_setzero_ps()};
    std::size_t i = 0;
    for (; i + 32 <= dimension; i += 32)
        for (std::size_t part = 0; part < 4; ++part)
            sum[part] = _mm256_fmadd_ps(_mm256_loadu_ps(a + i + 8 * part), _mm256_loadu_ps(b + i + 8 * part),
                                        sum[part]);
    for (; i + 8 <= dimension; i += 8)
        sum[0] = _mm256_fmadd_ps(_mm256_loadu_ps(a + i), _mm256_loadu_ps(b + i), sum[0]);
    if (i < dimension)
        sum[1] = _mm256_fmadd_ps(load_tail(a + i, dimension - i), load_tail(b + i, dimension - i), sum[1]);
    return horizontal_sum(_mm256_add_ps(_mm256_add_ps(sum[0], sum[1]), _mm256_add_ps(sum[2], sum[3])));
}

HNSW_AVX2 void squared_l2(const float* query, const float* const* rows, std::size_t count,
                          std::size_t dimension, float* out) noexcept {
    for (std::size_t row = 0; row < count; ++row) {
        if (row + 1 < count) prefetch(rows[row + 1], dimension);
        out[row] = squared_l2_one(query, rows[row], dimension);
    }
}

HNSW_AVX2 void inner_product(const float* query, const float* const* rows, std::size_t count,
                             std::size_t dimension, float* out) noexcept {
    for (std::size_t row = 0; row < count; ++row) {
        if (row + 1 < count) prefetch(rows[row + 1], dimension);
        out[row] = inner_product_one(query, rows[row], dimension);
    }
}

HNSW_AVX2 inline __m256i widened(const std::int8_t* codes) noexcept {
    return _mm256_cvtepi8_epi16(_mm_loadu_si128(reinterpret_cast<const __m128i*>(codes)));
}

HNSW_AVX2 inline __m256i load_query(const std::int16_t* query) noexcept {
    return _mm256_loadu_si256(reinterpret_cast<const __m256i*>(query));
}

struct SquaredDifference {
    HNSW_AVX2 static __m256i add(__m256i sum, __m256i a, __m256i b) noexcept {
        const __m256i difference = _mm256_sub_epi16(a, b);
        return _mm256_add_epi32(sum, _mm256_madd_epi16(difference, difference));
    }
};
struct Product {
    HNSW_AVX2 static __m256i add(__m256i sum, __m256i a, __m256i b) noexcept {
        return _mm256_add_epi32(sum, _mm256_madd_epi16(a, b));
    }
};

/// Four totals at once, for adding up within one register costs more than the differences.
HNSW_AVX2 inline __m128 totals(const __m256i* sums) noexcept {
    const __m256i pairs =
        _mm256_hadd_epi32(_mm256_hadd_epi32(sums[0], sums[1]), _mm256_hadd_epi32(sums[2], sums[3]));
    return _mm_cvtepi32_ps(_mm_add_epi32(_mm256_castsi256_si128(pairs), _mm256_extracti128_si256(pairs, 1)));
}

template <class Term>
HNSW_AVX2 void sum_codes(const std::int16_t* query, const std::int8_t* const* rows, std::size_t count,
                         std::size_t width, float* out) noexcept {
    for (; count >= 4; count -= 4, rows += 4, out += 4) {
        __m256i sums[4] = {};
        for (std::size_t i = 0; i < width; i += 16) {
            const __m256i part = load_query(query + i);
            for (std::size_t row = 0; row < 4; ++row)
                sums[row] = Term::add(sums[row], part, widened(rows[row] + i));
        }
        _mm_storeu_ps(out, totals(sums));
    }
    for (std::size_t row = 0; row < count; ++row) {
        __m256i sums[4] = {};
        for (std::size_t i = 0; i < width; i += 16)
            sums[0] = Term::add(sums[0], load_query(query + i), widened(rows[row] + i));
        _mm_store_ss(out + row, totals(sums));
    }
}

bool supported() noexcept {
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
}

}  // namespace

const Kernels avx2_kernels{
    "avx2", supported, squared_l2, inner_product, sum_codes<SquaredDifference>, sum_codes<Product>};

}  // namespace hnsw

#endif
