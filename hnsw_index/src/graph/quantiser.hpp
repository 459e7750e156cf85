#pragma once

#include <cstdint>
#include <limits>
#include <span>

#include "distance/codes.hpp"

namespace hnsw {

/// Turns vectors into codes: every value divided by one step and rounded, so that distances between codes are
/// those of the vectors but for the rounding. One step for all: the axes of a metric space weigh the same.
class Quantiser {
  public:
    /// Whether the values lie within what codes can say.
    [[nodiscard]] bool covers(std::span<const float> vector) const noexcept;
    /// One whose step is large enough for the vector, and for somewhat larger ones to come.
    [[nodiscard]] static Quantiser covering(std::span<const float> vector) noexcept;
    /// Its range as a number for files: the same number makes the same codes.
    [[nodiscard]] std::int32_t range() const noexcept { return range_steps_; }
    [[nodiscard]] static Quantiser of_range(std::int32_t range) noexcept;
    static constexpr std::int32_t no_range = std::numeric_limits<std::int32_t>::min();  ///< of a new one
    /// How long a code's unit is; 0 where there are no codes but 0.
    [[nodiscard]] float step() const noexcept { return codes_a_unit_ > 0 ? 1 / codes_a_unit_ : 0; }

    /// Writes code_width(vector.size()) values. Values beyond the range become the largest.
    void encode(std::span<const float> vector, Code* code) const noexcept;
    /// The same, in the query's form of the kernels.
    void encode(std::span<const float> vector, std::int16_t* code) const noexcept;
    /// The vector that a code stands for.
    void decode(const Code* code, std::span<float> vector) const noexcept;
    /// With a step of the query's own, for products, whose order does not depend on the query's length.
    static void encode_at_own_range(std::span<const float> query, std::int16_t* code) noexcept;

  private:
    std::int32_t range_steps_ = no_range;  // of a quarter octave each: the range is 2^(steps / 4)
    float codes_a_unit_ = 0;
};

}  // namespace hnsw
