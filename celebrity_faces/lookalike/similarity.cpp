#include "lookalike/similarity.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace faces {
namespace {

/// MobileFaceNet's.
constexpr StrangerDistances default_distances{.mean = 1.413, .deviation = 0.1250};

/// The part of a normal distribution below z standard deviations.
double below(double z) {
    return 0.5 * std::erfc(-z / std::numbers::sqrt2);
}

}  // namespace

std::optional<StrangerDistances> stranger_distances(const EmbedderInfo& embedder) {
    if (embedder.name == "mobilefacenet") {
        return default_distances;
    }
    if (embedder.name == "dlib-resnet-v1") {
        return StrangerDistances{.mean = 0.879, .deviation = 0.1116};
    }
    return std::nullopt;
}

StrangerDistances stranger_distances(std::span<const Embedding> strangers) {
    if (strangers.size() < least_strangers) {
        return default_distances;
    }
    double sum = 0, squares = 0, pairs = 0;
    for (std::size_t a = 0; a < strangers.size(); ++a) {
        for (std::size_t b = 0; b < a; ++b) {
            double squared = 0;
            for (std::size_t i = 0; i < strangers[a].size(); ++i) {
                const double difference = static_cast<double>(strangers[a][i]) - strangers[b][i];
                squared += difference * difference;
            }
            sum += std::sqrt(squared);
            squares += squared;
            ++pairs;
        }
    }
    const double mean = sum / pairs;
    return {.mean = mean,
            .deviation = std::max(1e-6, std::sqrt(std::max(0.0, squares / pairs - mean * mean)))};
}

double chance_limit(const StrangerDistances& strangers, std::size_t faces, double expected) {
    const double pairs = static_cast<double>(faces) * (static_cast<double>(faces) - 1) / 2;
    double low = -40, high = 40;  // standard deviations: the tail's area grows with them, so it is halved
    for (int step = 0; step < 100; ++step) {
        const double z = (low + high) / 2;
        (pairs * below(z) > expected ? high : low) = z;
    }
    return std::max(0.0, strangers.mean + low * strangers.deviation);
}

double Similarity::per_cent(float distance, std::size_t faces) const noexcept {
    // One stranger's face is as near with the probability of a normal distribution's tail; the nearest of
    // `faces` is with 1 - exp(-expected).
    const double z = (static_cast<double>(distance) - strangers_.mean) / strangers_.deviation;
    const double expected = static_cast<double>(std::max<std::size_t>(faces, 1)) * below(z);
    // The logarithm of its odds: expm1 would overflow where very many faces are as near.
    constexpr double large = 30;
    const double log_odds = expected > large ? expected : std::log(std::expm1(expected));
    // Even odds are 50, odds of 1 to 99 are 90: ln 9 / ln 99.
    constexpr double steepness = 0.47817;
    return 100 / (1 + std::exp(steepness * log_odds));
}

double Similarity::distance(double per_cent, std::size_t faces) const noexcept {
    double near = 0, far = strangers_.mean + 10 * strangers_.deviation;
    constexpr int halvings = 30;
    for (int i = 0; i < halvings; ++i) {
        const double middle = (near + far) / 2;
        (this->per_cent(static_cast<float>(middle), faces) >= per_cent ? near : far) = middle;
    }
    return near;
}

}  // namespace faces
