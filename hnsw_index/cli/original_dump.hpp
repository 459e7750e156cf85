#pragma once

#include <cstddef>
#include <istream>
#include <span>
#include <string>
#include <vector>

namespace hnsw::cli {

/// storage.dump of the original prototype: the vectors, whose numbers are their ids.
struct OriginalVectors {
    std::size_t dimension = 0;
    std::vector<float> values;

    [[nodiscard]] std::size_t size() const { return values.size() / dimension; }
    [[nodiscard]] std::span<const float> operator[](std::size_t id) const {
        return std::span(values).subspan(id * dimension, dimension);
    }
};

/// params.dump: what its graph was made with.
struct OriginalParameters {
    unsigned links = 0;       ///< M
    unsigned base_links = 0;  ///< M0
    unsigned ef_construction = 0;
    double level_multiplier = 0;
};

/// Both throw Error(damaged_file) with the file's name, the line and what is wrong there.
[[nodiscard]] OriginalVectors read_storage_dump(std::istream& in, const std::string& name);
/// Goes through the whole graph: every id is below `vectors`, every link leads to a vector on its layer.
[[nodiscard]] OriginalParameters read_params_dump(std::istream& in, const std::string& name,
                                                  std::size_t vectors);

}  // namespace hnsw::cli
