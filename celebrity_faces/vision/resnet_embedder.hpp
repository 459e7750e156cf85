#pragma once

#include "faces/embedder.hpp"
#include "vision/network.hpp"

namespace faces {

/// dlib's ResNet (see models/manifest.json).
class ResnetEmbedder final : public Embedder {
  public:
    ResnetEmbedder(const std::filesystem::path& models, const NetworkOptions& options);

    [[nodiscard]] const EmbedderInfo& info() const noexcept override { return info_; }
    [[nodiscard]] int input_size() const noexcept override;
    [[nodiscard]] std::vector<Embedding> embed(std::span<const Image> chips) const override;

  private:
    EmbedderInfo info_;
    Network network_;
};

}  // namespace faces
