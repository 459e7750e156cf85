#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "faces/embedding.hpp"
#include "faces/face.hpp"
#include "inference/network.hpp"

namespace faces {

/// A network that makes embeddings, and what is to be known to feed it: see docs/embedders.md.
struct EmbedderSpec {
    std::string name;
    std::filesystem::path network;  ///< an OpenVINO or ONNX file; its first output is [n, dimension]
    int size = 0;                   ///< px a side of a chip
    int dimension = 0;
    bool unit_length = false;  ///< embeddings are scaled to length 1, for networks that are compared by angle
    /// Where a chip has the landmarks; absent: the way of dlib's 5-point predictor.
    std::optional<Landmarks> places{};
    std::optional<PixelSteps> steps{};  ///< absent: the network takes bytes as they are
};

/// The embedders that come with the program, the default first.
[[nodiscard]] const std::vector<std::string>& embedder_names();

/// One that comes with the program, by its name, or a user's own by its network's file: FILE.onnx (or
/// FILE.xml), described by FILE.json beside it. Throws Error: not_found where a file is missing,
/// invalid_argument where the name is unknown or the description lacks or misstates something; the message
/// names it.
[[nodiscard]] EmbedderSpec embedder_spec(const std::string& name_or_file,
                                         const std::filesystem::path& models);

}  // namespace faces
