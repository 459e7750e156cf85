#include "vision/network_embedder.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "faces/error.hpp"

namespace faces {
namespace {

/// Faces a run at most, each with its mirror image: two take 7 % less time a face than one, and more than two
/// no less than that (MobileFaceNet, bf16).
constexpr std::size_t faces_a_run = 2;

void mirror(const Image& chip, std::uint8_t* to) {
    for (int y = 0; y < chip.height; ++y) {
        const std::uint8_t* row = chip.row(y);
        for (auto x = static_cast<std::size_t>(chip.width); x-- > 0; to += 3) {
            std::copy_n(row + x * 3, 3, to);
        }
    }
}

void scale_to_unit_length(Embedding& embedding) {
    const double norm = l2_norm(embedding);
    if (norm > 0) {
        const auto factor = static_cast<float>(1 / norm);
        for (float& value : embedding) {
            value *= factor;
        }
    }
}

}  // namespace

NetworkEmbedder::NetworkEmbedder(const EmbedderSpec& spec, const NetworkOptions& options)
    : spec_(spec),
      info_{spec.name, spec.dimension, "l2", options.precision},
      network_(spec.network, options) {
    // All that can be asked of it before the first photo: the shapes are warm then, and the answer's shape is
    // known.
    const std::vector<Image> chips(faces_a_run, Image(spec_.size, spec_.size));
    network_.on_every_stream([&] {
        for (std::size_t count = 1; count <= faces_a_run; ++count) {
            (void)embed(std::span(chips).first(count));
        }
    });
}

std::vector<Embedding> NetworkEmbedder::embed(std::span<const Image> chips) const {
    for (const Image& chip : chips) {
        if (chip.width != spec_.size || chip.height != spec_.size) {
            throw Error(ErrorCode::invalid_argument,
                        fmt::format("the chip has {} x {} pixels, the network wants {} x {}", chip.width,
                                    chip.height, spec_.size, spec_.size));
        }
    }
    std::vector<Embedding> embeddings;
    embeddings.reserve(chips.size());
    for (; !chips.empty(); chips = chips.subspan(std::min(faces_a_run, chips.size()))) {
        embed_some(chips.first(std::min(faces_a_run, chips.size())), embeddings);
    }
    return embeddings;
}

void NetworkEmbedder::embed_some(std::span<const Image> chips, std::vector<Embedding>& embeddings) const {
    constexpr const char* outputs[] = {"embeddings"};
    const auto side = static_cast<std::size_t>(spec_.size);
    const auto dimension = static_cast<std::size_t>(spec_.dimension);
    const std::size_t bytes = side * side * 3;
    std::vector<std::uint8_t> pixels(2 * chips.size() * bytes);
    for (std::size_t i = 0; i < chips.size(); ++i) {
        std::ranges::copy(chips[i].pixels, pixels.data() + 2 * i * bytes);
        mirror(chips[i], pixels.data() + (2 * i + 1) * bytes);
    }
    const Output answer = network_.run({2 * chips.size(), side, side, pixels}, outputs).front();
    if (answer.values.size() != 2 * chips.size() * dimension) {
        throw Error(
            ErrorCode::conflict,
            fmt::format("the network {} answers {} values a face, its description says {}",
                        spec_.network.string(), answer.values.size() / (2 * chips.size()), dimension));
    }
    for (std::size_t i = 0; i < chips.size(); ++i) {
        // The plain mean, scaled afterwards where the network is compared by angle: the longer of the two, of
        // which the network is surer, counts for more.
        const float* values = answer.values.data() + 2 * i * dimension;
        Embedding& embedding = embeddings.emplace_back(dimension);
        for (std::size_t d = 0; d < dimension; ++d) {
            embedding[d] = (values[d] + values[dimension + d]) / 2;
        }
        if (spec_.unit_length) {
            scale_to_unit_length(embedding);
        }
    }
}

}  // namespace faces
