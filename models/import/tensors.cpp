#include "import/tensors.hpp"

#include <fstream>
#include <functional>
#include <numeric>
#include <sstream>
#include <stdexcept>

namespace models {

std::map<std::string, Tensor> read_tensors(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    std::map<std::string, Tensor> tensors;
    std::vector<std::string> order;
    for (std::string line; std::getline(in, line) && !line.empty();) {
        std::istringstream words(line);
        std::string name;
        words >> name;
        Tensor tensor;
        for (std::size_t extent = 0; words >> extent;) {
            tensor.shape.push_back(extent);
        }
        tensors.emplace(name, std::move(tensor));
        order.push_back(name);
    }
    for (const std::string& name : order) {
        Tensor& tensor = tensors.at(name);
        tensor.values.resize(
            std::accumulate(tensor.shape.begin(), tensor.shape.end(), std::size_t{1}, std::multiplies<>()));
        in.read(reinterpret_cast<char*>(tensor.values.data()),
                static_cast<std::streamsize>(tensor.values.size() * sizeof(float)));
    }
    if (!in || order.empty()) {
        throw std::runtime_error(file.string() + " is not a whole tensor file");
    }
    return tensors;
}

}  // namespace models
