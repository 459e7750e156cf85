#include "lookalike/between.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "faces/error.hpp"

namespace faces {
namespace {

double dot(const Embedding& a, const Embedding& b) {
    return std::inner_product(a.begin(), a.end(), b.begin(), 0.0);
}

double checked_length(const Embedding& embedding) {
    const double norm = l2_norm(embedding);
    if (!std::isfinite(norm) || norm == 0) {
        throw Error(ErrorCode::invalid_argument,
                    fmt::format("an embedding has the length {}: a finite one above zero is wanted", norm));
    }
    return norm;
}

}  // namespace

Embedding between(const Embedding& a, const Embedding& b, double t) {
    if (!(t >= 0 && t <= 1)) {
        throw Error(ErrorCode::invalid_argument, fmt::format("t is {}: a number from 0 to 1 is wanted", t));
    }
    if (a.size() != b.size()) {
        throw Error(
            ErrorCode::invalid_argument,
            fmt::format("embeddings of {} and of {} values have nothing between them", a.size(), b.size()));
    }
    const double length_a = checked_length(a), length_b = checked_length(b);
    const double cosine = std::clamp(dot(a, b) / (length_a * length_b), -1.0, 1.0);
    const double angle = std::acos(cosine), sine = std::sin(angle);
    constexpr double least = 1e-6;  // where nearly no angle is between them, a straight line is as good
    if (cosine < 0 && sine < least && t > 0 && t < 1) {
        throw Error(ErrorCode::invalid_argument, "the embeddings are opposite: no face is between them");
    }
    const double part_a = (sine < least ? 1 - t : std::sin((1 - t) * angle) / sine) / length_a;
    const double part_b = (sine < least ? t : std::sin(t * angle) / sine) / length_b;
    Embedding point(a.size());
    std::ranges::transform(a, b, point.begin(),
                           [&](float x, float y) { return static_cast<float>(part_a * x + part_b * y); });
    return point;
}

}  // namespace faces
