#include "blend/generator.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "blend/blend.hpp"
#include "faces/error.hpp"

namespace faces {
namespace {

constexpr std::size_t dimension = 128;
/// A batch on one core takes no less time a face than one alone, and memory for each.
constexpr std::size_t faces_a_run = 4;

/// The embedding at length one: the only ones that training saw.
void append_unit(const Embedding& embedding, std::vector<float>& values) {
    if (embedding.size() != dimension) {
        throw Error(
            ErrorCode::invalid_argument,
            fmt::format("an embedding has {} values: a face is drawn from {}", embedding.size(), dimension));
    }
    const double norm = l2_norm(embedding);
    if (!std::isfinite(norm) || norm == 0) {
        throw Error(ErrorCode::invalid_argument,
                    fmt::format("an embedding has the length {}: a finite one above zero is wanted", norm));
    }
    const auto factor = static_cast<float>(1 / norm);
    std::ranges::transform(embedding, std::back_inserter(values),
                           [&](float value) { return value * factor; });
}

void append_pictures(const Output& output, std::vector<Image>& pictures) {
    const auto height = static_cast<int>(output.shape[1]), width = static_cast<int>(output.shape[2]);
    auto value = output.values.begin();
    for (std::size_t i = 0; i < output.shape[0]; ++i) {
        Image& picture = pictures.emplace_back(width, height);
        for (std::uint8_t& byte : picture.pixels) {
            byte = static_cast<std::uint8_t>(std::lround(std::clamp(*value++, 0.0F, 255.0F)));
        }
    }
}

}  // namespace

Generator::Generator(const std::filesystem::path& models, const NetworkOptions& options)
    : network_(models / "face-like-both.xml", options) {
    // Warm for what is asked most: one face.
    const Embedding any(dimension, 1.0F);
    network_.on_every_stream([&] { (void)draw({&any, 1}); });
}

std::vector<Image> Generator::draw(std::span<const Embedding> embeddings) const {
    constexpr const char* outputs[] = {"pictures"};
    std::vector<float> values;
    values.reserve(embeddings.size() * dimension);
    for (const Embedding& embedding : embeddings) {
        append_unit(embedding, values);
    }
    std::vector<Image> pictures;
    pictures.reserve(embeddings.size());
    for (std::size_t at = 0; at < embeddings.size(); at += faces_a_run) {
        const std::size_t count = std::min(faces_a_run, embeddings.size() - at);
        const auto some = std::span(values).subspan(at * dimension, count * dimension);
        append_pictures(network_.run(VectorBatch{count, dimension, some}, outputs).front(), pictures);
    }
    return pictures;
}

std::unique_ptr<FaceDrawer> make_face_drawer(const FaceDrawerOptions& options) {
    return std::make_unique<Generator>(
        options.models,
        NetworkOptions{.concurrency = options.concurrency,
                       .precision = options.precision == "auto" ? fastest_precision() : options.precision});
}

}  // namespace faces
