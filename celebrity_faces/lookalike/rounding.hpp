#pragma once

#include <cmath>

namespace faces {

/// For answers: digits beyond those that mean something only make them longer.
[[nodiscard]] inline double rounded(double value, int digits) noexcept {
    const double factor = std::pow(10, digits);
    return std::round(value * factor) / factor;
}

}  // namespace faces
