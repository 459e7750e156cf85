#include "graph/quantiser.hpp"

#include <algorithm>
#include <cmath>

namespace hnsw {

namespace {

constexpr float largest_code = 127;

float largest_value(std::span<const float> vector) noexcept {
    float largest = 0;
    for (const float value : vector) largest = std::max(largest, std::abs(value));
    return largest;
}

template <class T>
void encode_as(std::span<const float> vector, float codes_a_unit, T* code) noexcept {
    for (std::size_t i = 0; i < vector.size(); ++i) {
        const float scaled = std::clamp(vector[i] * codes_a_unit, -largest_code, largest_code);
        // Rounding by adding: std::round is a call, and this the compiler makes vectors of.
        code[i] = static_cast<T>(static_cast<int>(scaled + (scaled < 0 ? -0.5F : 0.5F)));
    }
    std::fill(code + vector.size(), code + code_width(vector.size()), T{0});
}

}  // namespace

bool Quantiser::covers(std::span<const float> vector) const noexcept {
    return largest_value(vector) <= range_;
}

void Quantiser::widen_for(std::span<const float> vector) noexcept {
    // On a grid of quarter octaves, so that the same vectors give the same codes in any order, and few
    // widenings.
    const float steps = std::ceil(4 * std::log2(largest_value(vector)));
    range_ = std::min(std::exp2(steps / 4) * 1.0001F, 1e38F);
    codes_a_unit_ = range_ > 1e-36F ? largest_code / range_ : 0;
}

void Quantiser::encode(std::span<const float> vector, Code* code) const noexcept {
    encode_as(vector, codes_a_unit_, code);
}

void Quantiser::encode(std::span<const float> vector, std::int16_t* code) const noexcept {
    encode_as(vector, codes_a_unit_, code);
}

}  // namespace hnsw
