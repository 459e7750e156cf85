#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "faces/blender.hpp"
#include "faces/face_drawer.hpp"

namespace faces {

struct MorphOptions {
    std::filesystem::path models;  ///< the folder that the importer filled
    int concurrency = 1;           ///< blends at the same time; each uses one thread, the caller's
};

/// A landmark morph of two photos: both are warped to the shape between them, piece by piece, and their
/// colours mixed (Wolberg 1998, "Image morphing: a survey", mesh warping). The face is mixed by t; hair and
/// background are one photo's at a time (docs/decisions/011).
/// Where the face mesh is found in one of them alone, the five landmarks carry the warp. Throws
/// Error(unavailable) where the network cannot be loaded.
[[nodiscard]] std::unique_ptr<Blender> make_landmark_morph(const MorphOptions& options);

struct FaceDrawerOptions {
    std::filesystem::path models;    ///< the folder that the importer filled
    int concurrency = 1;             ///< faces that are drawn at the same time; each uses its caller's thread
    std::string precision = "auto";  ///< "f32", "bf16", or "auto": bf16 where the processor computes in it
};

/// The embedder whose embeddings the learned generator draws.
inline constexpr const char* drawn_embedder = "mobilefacenet";

/// The learned generator. Throws Error(unavailable) where its network is missing or damaged.
[[nodiscard]] std::unique_ptr<FaceDrawer> make_face_drawer(const FaceDrawerOptions& options);

}  // namespace faces
