#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "faces/detector.hpp"
#include "faces/embedder.hpp"

namespace faces {

struct PhotoEmbedding {
    std::optional<Embedding>
        embedding;        ///< of the face nearest the photo's centre; none where no face was found
    std::string problem;  ///< why there is none; empty where there is one
};

/// The face that a test set means: its photos are centred on the person whom they name. `faces` is not empty.
[[nodiscard]] const Face& nearest_the_centre(const std::vector<Face>& faces, const Image& image);

/// Recognises each photo, on `threads` threads. Test sets are centred on the person they name, so the face
/// nearest the centre is taken. A photo that cannot be read is a problem, not an error. `progress` gets the
/// photos done, from the calling thread.
[[nodiscard]] std::vector<PhotoEmbedding> embed_photos(const std::vector<std::filesystem::path>& photos,
                                                       const Detector& detector, const Aligner& aligner,
                                                       const Embedder& embedder, unsigned threads,
                                                       const std::function<void(std::size_t)>& progress);

}  // namespace faces
