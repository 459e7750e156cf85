#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "faces/face.hpp"
#include "faces/image.hpp"

namespace faces {

/// A face that was put into a scene. Its place is known from where the data set puts every face, not from a
/// detector.
struct PlacedFace {
    Box box;               ///< a square, upright, as large as the face from the brows' top to the chin
    double turn = 0;       ///< degrees
    double blur = 0;       ///< sigma in scene px; 0: sharp
    bool covered = false;  ///< a fifth of the box
};

struct Scene {
    Image image;
    std::vector<PlacedFace> faces;
    std::string light;    ///< "plain", "dark", "bright" or "grey"
    bool coarse = false;  ///< went through a JPEG of quality 20
};

/// Where a data set's faces lie in its photos.
struct FaceSource {
    std::vector<std::filesystem::path> photos;
    Point centre;     ///< of the face, px
    double side = 0;  ///< of the face's square box, px
};

/// Labeled Faces in the Wild, deep-funneled: 250 px, every face at one place.
[[nodiscard]] FaceSource lfw_source(const std::filesystem::path& folder);
/// CelebA's aligned faces, 160 px on the shorter side.
[[nodiscard]] FaceSource celeba_source(const std::filesystem::path& folder);

/// Composes scene `number` of 1024 x 768 px: 1 to 12 faces of 16 to 400 px (log-uniform) on a background
/// without one; half of them turned by up to 30 degrees, a third blurred (sigma 1 to 3), a quarter with a
/// fifth covered; scenes dark, bright, grey, or of JPEG quality 20. `faces` false: the background alone. The
/// same seed and number give the same scene.
[[nodiscard]] Scene compose(const std::vector<FaceSource>& sources, std::uint64_t seed, std::uint64_t number,
                            bool faces);

}  // namespace faces
