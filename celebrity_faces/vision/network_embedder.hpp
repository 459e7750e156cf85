#pragma once

#include "faces/embedder.hpp"
#include "inference/network.hpp"
#include "vision/embedder_spec.hpp"

namespace faces {

/// Embeddings by a network: a chip and its mirror image, their mean. Warms the shapes that it runs.
class NetworkEmbedder final : public Embedder {
  public:
    /// Throws Error: unavailable where the network cannot be loaded, conflict where it is not what the spec
    /// says.
    NetworkEmbedder(const EmbedderSpec& spec, const NetworkOptions& options);

    [[nodiscard]] const EmbedderInfo& info() const noexcept override { return info_; }
    [[nodiscard]] int input_size() const noexcept override { return spec_.size; }
    [[nodiscard]] std::vector<Embedding> embed(std::span<const Image> chips) const override;

  private:
    void embed_some(std::span<const Image> chips, std::vector<Embedding>& embeddings) const;

    EmbedderSpec spec_;
    EmbedderInfo info_;
    Network network_;
};

}  // namespace faces
