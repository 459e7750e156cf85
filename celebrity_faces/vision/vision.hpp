#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "faces/detector.hpp"
#include "faces/embedder.hpp"

namespace faces {

struct VisionOptions {
    std::filesystem::path models;  ///< the folder that the importer filled
    /// Photos that are worked on at the same time; each uses one thread, the caller's.
    int concurrency = 1;
    std::string precision = "f32";  ///< of the embedder: "f32" or "bf16"
};

/// The names that make_detector knows, the default first.
[[nodiscard]] const std::vector<std::string>& detector_names();

// Each loads its models and warms them, and throws Error: unavailable where a file is missing or damaged (it
// names the file), invalid_argument for an unknown name or precision (it names those that are known).

/// "mtcnn" (Zhang et al. 2016) or "haar" (Viola & Jones 2001, with the original prototype's parameters).
[[nodiscard]] std::unique_ptr<Detector> make_detector(const std::string& name, const VisionOptions& options);
/// By dlib's 5-point predictor (Kazemi & Sullivan 2014).
[[nodiscard]] std::unique_ptr<Aligner> make_aligner(const VisionOptions& options);
/// dlib's ResNet, the mirrored chip averaged in.
[[nodiscard]] std::unique_ptr<Embedder> make_embedder(const VisionOptions& options);

}  // namespace faces
