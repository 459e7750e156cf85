#pragma once

#include <filesystem>
#include <memory>

#include "faces/detector.hpp"

namespace faces {

/// The Haar cascade without the eyes, in finer steps: scale factor 1.1, four neighbours.
[[nodiscard]] std::unique_ptr<Detector> make_haar_alone(const std::filesystem::path& models);
/// dlib's detector of histograms of oriented gradients (Dalal & Triggs 2005), on the picture doubled: it sees
/// faces of 80 px.
[[nodiscard]] std::unique_ptr<Detector> make_hog();
/// dlib's max-margin convolutional detector (King 2015, arXiv:1502.00046) from
/// `mmod_human_face_detector.dat`.
[[nodiscard]] std::unique_ptr<Detector> make_mmod(const std::filesystem::path& weights);

}  // namespace faces
