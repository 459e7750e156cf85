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

/// On a grid, so that the same vectors give the same codes in any order, and the range seldom has to grow.
std::int32_t steps_for(float largest) noexcept {
    if (!(largest > 1e-36F)) return Quantiser::no_range;  // codes of 0 say all there is to say
    return static_cast<std::int32_t>(std::ceil(4 * std::log2(largest)));
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
    return steps_for(largest_value(vector)) <= range_steps_;
}

Quantiser Quantiser::covering(std::span<const float> vector) noexcept {
    return of_range(steps_for(largest_value(vector)));
}

Quantiser Quantiser::of_range(std::int32_t range) noexcept {
    Quantiser quantiser;
    quantiser.range_steps_ = range;
    if (range != no_range) quantiser.codes_a_unit_ = largest_code / std::exp2(static_cast<float>(range) / 4);
    return quantiser;
}

void Quantiser::decode(const Code* code, std::span<float> vector) const noexcept {
    const float step_of_all = step();
    for (std::size_t i = 0; i < vector.size(); ++i) vector[i] = step_of_all * static_cast<float>(code[i]);
}

void Quantiser::encode(std::span<const float> vector, Code* code) const noexcept {
    encode_as(vector, codes_a_unit_, code);
}

void Quantiser::encode(std::span<const float> vector, std::int16_t* code) const noexcept {
    encode_as(vector, codes_a_unit_, code);
}

void Quantiser::encode_at_own_range(std::span<const float> query, std::int16_t* code) noexcept {
    const float largest = largest_value(query);
    encode_as(query, largest > 1e-36F ? largest_code / largest : 0, code);
}

}  // namespace hnsw
