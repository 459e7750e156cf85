#pragma once

#include "faces/face_drawer.hpp"
#include "inference/network.hpp"

namespace faces {

/// The learned generator, which was trained on the default embedder's embeddings (experiments/005): one run
/// of a network a face, of 192 px a side.
class Generator final : public FaceDrawer {
  public:
    /// Throws Error(unavailable) where the network is missing or damaged.
    Generator(const std::filesystem::path& models, const NetworkOptions& options);

    [[nodiscard]] std::vector<Image> draw(std::span<const Embedding> embeddings) const override;

  private:
    Network network_;
};

}  // namespace faces
