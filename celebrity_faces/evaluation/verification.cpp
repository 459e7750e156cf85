#include "evaluation/verification.hpp"

#include <algorithm>
#include <cmath>
#include <set>
#include <utility>

namespace faces {
namespace {

/// The distance up to which pairs are called the same, with the most of the pairs outside of `fold` right.
double best_threshold(std::span<const ComparedPair> pairs, std::size_t fold) {
    std::vector<std::pair<double, bool>> sorted;
    for (const ComparedPair& pair : pairs) {
        if (pair.fold != fold && pair.distance) {
            sorted.emplace_back(*pair.distance, pair.same);
        }
    }
    std::ranges::sort(sorted);
    // Right with everything refused, relative: each accepted pair wins or loses one.
    long gain = 0, best_gain = 0;
    double best = -1;
    for (std::size_t i = 0; i < sorted.size(); ++i) {
        gain += sorted[i].second ? 1 : -1;
        if (gain > best_gain && (i + 1 == sorted.size() || sorted[i + 1].first > sorted[i].first)) {
            best_gain = gain;
            // Midway to the next pair, as far from either as can be.
            best = i + 1 == sorted.size() ? sorted[i].first : (sorted[i].first + sorted[i + 1].first) / 2;
        }
    }
    return best;
}

double true_accept_rate(std::span<const ComparedPair> pairs, double false_accept_rate) {
    std::vector<double> strangers;
    std::size_t different = 0, same = 0, accepted = 0;
    for (const ComparedPair& pair : pairs) {
        (pair.same ? same : different) += 1;
        if (!pair.same && pair.distance) {
            strangers.push_back(*pair.distance);
        }
    }
    if (same == 0 || different == 0) {
        return 0;
    }
    std::ranges::sort(strangers);
    const auto allowed = static_cast<std::size_t>(false_accept_rate * static_cast<double>(different));
    for (const ComparedPair& pair : pairs) {
        if (!pair.same || !pair.distance) {
            continue;
        }
        accepted += allowed >= strangers.size() || *pair.distance < strangers[allowed] ? 1 : 0;
    }
    return static_cast<double>(accepted) / static_cast<double>(same);
}

}  // namespace

Verification verify(std::span<const ComparedPair> pairs, std::span<const double> false_accept_rates) {
    Verification result;
    std::set<std::size_t> folds;
    for (const ComparedPair& pair : pairs) {
        folds.insert(pair.fold);
        result.missing += pair.distance ? 0 : 1;
    }
    result.pairs = pairs.size();
    double squares = 0;
    for (const std::size_t fold : folds) {
        const double threshold = best_threshold(pairs, fold);
        std::size_t right = 0, compared = 0, all = 0;
        for (const ComparedPair& pair : pairs) {
            if (pair.fold != fold) {
                continue;
            }
            ++all;
            if (!pair.distance) {
                continue;
            }
            ++compared;
            right += (*pair.distance <= threshold) == pair.same ? 1 : 0;
        }
        const auto part = [&](std::size_t of) {
            return of == 0 ? 0 : static_cast<double>(right) / static_cast<double>(of);
        };
        result.accuracy += part(compared) / static_cast<double>(folds.size());
        result.accuracy_missing_wrong += part(all) / static_cast<double>(folds.size());
        squares += part(all) * part(all);
    }
    if (folds.size() > 1) {
        const auto count = static_cast<double>(folds.size());
        const double mean = result.accuracy_missing_wrong;
        result.standard_error = std::sqrt(std::max(0.0, squares / count - mean * mean) / (count - 1));
    }
    for (const double rate : false_accept_rates) {
        result.tar_at_far[rate] = true_accept_rate(pairs, rate);
    }
    return result;
}

}  // namespace faces
