#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

namespace faces {

/// Two photos and whether they show one person.
struct PhotoPair {
    std::string a, b;  ///< relative to the folder of photos
    bool same = false;
    std::size_t fold = 0;
};

/// LFW's pairs file (Huang et al. 2007): "folds pairs_per_fold", then for each fold so many lines "NAME i j"
/// (one person) and as many "NAME i OTHER j" (two). Throws Error: not_found, or invalid_argument with the
/// line's number.
[[nodiscard]] std::vector<PhotoPair> read_lfw_pairs(const std::filesystem::path& file);

}  // namespace faces
