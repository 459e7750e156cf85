#pragma once

#include <array>
#include <cstddef>
#include <filesystem>
#include <opencv2/core.hpp>
#include <optional>

#include "faces/embedder.hpp"
#include "inference/network.hpp"

namespace faces {

/// The face mesh's 468 points in pixels of the picture, z growing away from the viewer; some may lie beyond
/// its border.
inline constexpr std::size_t face_points = 468;
using FacePoints = std::array<cv::Point3d, face_points>;

/// Places the points (Kartynnik et al. 2019, arXiv:1907.06724): models/cards/face-mesh.md.
class FacePointFinder {
  public:
    /// Throws Error(unavailable) where the network cannot be loaded.
    FacePointFinder(const std::filesystem::path& models, const NetworkOptions& options);

    /// Nothing where the network sees no face, or another one than the landmarks tell. Finite landmarks only.
    /// May be called from many threads at once.
    [[nodiscard]] std::optional<FacePoints> find(const Chip& chip) const;

  private:
    Network network_;
};

}  // namespace faces
