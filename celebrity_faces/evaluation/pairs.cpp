#include "evaluation/pairs.hpp"

#include <fmt/format.h>

#include <fstream>
#include <sstream>

#include "faces/error.hpp"

namespace faces {
namespace {

std::vector<std::string> words(const std::string& line) {
    std::istringstream in(line);
    std::vector<std::string> all;
    for (std::string word; in >> word;) {
        all.push_back(word);
    }
    return all;
}

std::string photo(const std::string& name, const std::string& number) {
    return fmt::format("{0}/{0}_{1:04}.jpg", name, std::stoi(number));
}

}  // namespace

std::vector<PhotoPair> read_lfw_pairs(const std::filesystem::path& file) {
    std::ifstream in(file);
    std::size_t folds = 0, pairs_per_kind = 0;
    std::string line;
    if (!std::getline(in, line) || !(std::istringstream(line) >> folds >> pairs_per_kind) ||
        pairs_per_kind == 0) {
        throw Error(
            in ? ErrorCode::invalid_argument : ErrorCode::not_found,
            fmt::format("{} is not a pairs file: its first line is to be \"folds pairs\"", file.string()));
    }
    std::vector<PhotoPair> pairs;
    for (std::size_t number = 2; std::getline(in, line); ++number) {
        const auto parts = words(line);
        if (parts.empty()) {
            continue;
        }
        try {
            const bool same = parts.size() == 3;
            if (!same && parts.size() != 4) {
                throw std::invalid_argument("neither 3 nor 4 words");
            }
            const std::size_t fold = pairs.size() / (2 * pairs_per_kind);
            pairs.push_back({photo(parts[0], parts[1]),
                             same ? photo(parts[0], parts[2]) : photo(parts[2], parts[3]), same, fold});
        } catch (const std::exception&) {
            throw Error(ErrorCode::invalid_argument,
                        fmt::format("{}, line {}: \"{}\" is neither \"NAME i j\" nor \"NAME i OTHER j\"",
                                    file.string(), number, line));
        }
    }
    if (pairs.size() != folds * pairs_per_kind * 2) {
        throw Error(ErrorCode::invalid_argument,
                    fmt::format("{} has {} pairs, its first line promises {}", file.string(), pairs.size(),
                                folds * pairs_per_kind * 2));
    }
    return pairs;
}

}  // namespace faces
