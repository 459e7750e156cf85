#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace models {

struct Tensor {
    std::vector<std::size_t> shape;
    std::vector<float> values;
};

/// The tensors of a file that unpack.py wrote, by name. Throws std::runtime_error where the file is cut
/// short.
[[nodiscard]] std::map<std::string, Tensor> read_tensors(const std::filesystem::path& file);

}  // namespace models
