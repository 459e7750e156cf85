#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <span>
#include <vector>

namespace faces {

/// How far apart the faces of two photos are; none where a photo shows no face that was found.
struct ComparedPair {
    std::optional<double> distance;
    bool same = false;
    std::size_t fold = 0;
};

struct Verification {
    std::size_t pairs = 0;
    std::size_t missing = 0;            ///< pairs that could not be compared
    double accuracy = 0;                ///< of the compared pairs, the mean of the folds
    double accuracy_missing_wrong = 0;  ///< of all pairs, a missing one counted as wrong
    double standard_error = 0;          ///< of the latter's mean over the folds
    std::map<double, double>
        tar_at_far;  ///< true accept rate by false accept rate; missing pairs are not accepted
};

/// The standard protocol of LFW (Huang et al. 2007): for each fold the threshold that is best on the others.
[[nodiscard]] Verification verify(std::span<const ComparedPair> pairs,
                                  std::span<const double> false_accept_rates);

}  // namespace faces
