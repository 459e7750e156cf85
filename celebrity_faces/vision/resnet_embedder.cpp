#include "vision/resnet_embedder.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "faces/error.hpp"

namespace faces {
namespace {

constexpr std::size_t side = 150;
constexpr std::size_t dimension = 128;
constexpr std::size_t chip_bytes = side * side * 3;

void mirror(const Image& chip, std::uint8_t* to) {
    for (int y = 0; y < chip.height; ++y) {
        const std::uint8_t* row = chip.row(y);
        for (std::size_t x = side; x-- > 0; to += 3) {
            std::copy_n(row + x * 3, 3, to);
        }
    }
}

}  // namespace

ResnetEmbedder::ResnetEmbedder(const std::filesystem::path& models, const NetworkOptions& options)
    : info_{"dlib-resnet-v1", dimension, "l2", options.precision},
      network_(models / "dlib-resnet-v1.xml", options) {}

int ResnetEmbedder::input_size() const noexcept {
    return side;
}

std::vector<Embedding> ResnetEmbedder::embed(std::span<const Image> chips) const {
    constexpr const char* outputs[] = {"embeddings"};
    std::vector<Embedding> embeddings;
    std::vector<std::uint8_t> pair(2 * chip_bytes);
    for (const Image& chip : chips) {
        if (chip.width != side || chip.height != side) {
            throw Error(ErrorCode::invalid_argument,
                        fmt::format("the chip has {} x {} pixels, the network wants {} x {}", chip.width,
                                    chip.height, side, side));
        }
        // One shape for every call: a face and its mirror image.
        std::ranges::copy(chip.pixels, pair.begin());
        mirror(chip, pair.data() + chip_bytes);
        const std::vector<float> values = network_.run({2, side, side, pair}, outputs).front().values;
        // The plain mean: the network's metric is L2 on values as they come, their lengths differ by little,
        // and the mean of two near points lies between them. Normalising first was never part of the
        // network's training.
        Embedding& embedding = embeddings.emplace_back(dimension);
        for (std::size_t i = 0; i < dimension; ++i) {
            embedding[i] = (values[i] + values[dimension + i]) / 2;
        }
    }
    return embeddings;
}

}  // namespace faces
