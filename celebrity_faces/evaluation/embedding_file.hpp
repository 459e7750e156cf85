#pragma once

#include <filesystem>
#include <map>
#include <string>

#include "evaluation/photo_embeddings.hpp"

namespace faces {

/// Recognised photos, kept so that the next evaluation need not recognise them again. The file is CBOR.
struct EmbeddingFile {
    std::string made_by;  ///< the detector, the embedder and its precision: only the same may read it
    std::map<std::string, PhotoEmbedding> photos;  ///< by their path

    /// Empty where there is no file; an empty `made_by` takes whatever made it. Throws Error:
    /// invalid_argument where it is damaged, conflict where something else made it.
    [[nodiscard]] static EmbeddingFile read(const std::filesystem::path& file, const std::string& made_by);
    /// Whole or not at all. Throws Error(unavailable).
    void write(const std::filesystem::path& file) const;
};

}  // namespace faces
