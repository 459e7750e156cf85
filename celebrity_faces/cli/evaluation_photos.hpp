#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "cli/vision_parts.hpp"
#include "evaluation/embedding_file.hpp"
#include "evaluation/labelled.hpp"
#include "lookalike/similarity.hpp"

namespace faces {

struct LabelledPhotos {
    std::vector<LabelledEmbedding> faces;
    std::vector<std::string> missing;  ///< the people of photos in which no face was found

    [[nodiscard]] std::size_t photos() const noexcept { return faces.size() + missing.size(); }
};

/// The photos of an evaluation, recognised once. Photos without a face are told on standard error.
class EvaluationPhotos {
  public:
    VisionParts vision;
    std::filesystem::path file;  ///< that keeps the embeddings; empty: none

    /// With a progress bar over those that the file does not hold.
    [[nodiscard]] std::vector<PhotoEmbedding> embed(const std::vector<std::filesystem::path>& photos);
    /// A folder a person, as LFW is laid out.
    [[nodiscard]] LabelledPhotos of_people(const std::filesystem::path& folder);
    /// Each photo somebody else's.
    [[nodiscard]] LabelledPhotos of_strangers(const std::filesystem::path& folder);
    /// Of the embedder, after embed; absent for a user's own.
    [[nodiscard]] std::optional<StrangerDistances> strangers() const;

  private:
    std::optional<EmbeddingFile> kept_;  ///< what was recognised so far
    [[nodiscard]] LabelledPhotos labelled(const std::vector<std::filesystem::path>& photos,
                                          const std::vector<std::string>& people);
};

}  // namespace faces
