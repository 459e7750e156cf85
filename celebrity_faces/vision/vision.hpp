#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "faces/detector.hpp"
#include "faces/embedder.hpp"
#include "vision/embedder_spec.hpp"

namespace faces {

struct VisionOptions {
    std::filesystem::path models;  ///< the folder that the importer filled
    /// Photos that are worked on at the same time; each uses one thread, the caller's.
    int concurrency = 1;
    /// "f32", "bf16", or "auto": bf16 where the processor computes in it. An embedding differs by 0.014 of
    /// its length between the two (docs/decisions/008): galleries of both are one.
    std::string precision = "auto";
    /// One that comes with the program or the file of a user's own: see vision/embedder_spec.hpp.
    std::string embedder = embedder_names().front();
};

/// The names that make_detector knows, the default first.
[[nodiscard]] const std::vector<std::string>& detector_names();

// Each loads its models and warms them, and throws Error: unavailable where a file is missing or damaged (it
// names the file), invalid_argument for an unknown name or precision (it names those that are known), and
// what embedder_spec throws.

/// "centerface" (Xu et al. 2019) or "mtcnn" (Zhang et al. 2016), which try the quarter turns where they find
/// nothing, or "haar" (Viola & Jones 2001, with the original prototype's parameters).
[[nodiscard]] std::unique_ptr<Detector> make_detector(const std::string& name, const VisionOptions& options);
/// What cuts chips for the options' embedder.
[[nodiscard]] std::unique_ptr<Aligner> make_aligner(const VisionOptions& options);
/// The mirrored chip averaged in.
[[nodiscard]] std::unique_ptr<Embedder> make_embedder(const VisionOptions& options);

}  // namespace faces
