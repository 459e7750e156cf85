#pragma once

#include <filesystem>
#include <memory>

#include "faces/embedder.hpp"

namespace faces {

/// Aligns by dlib's 5-point predictor (Kazemi & Sullivan 2014) to the chip that dlib's ResNet was trained on.
class LandmarkAligner final : public Aligner {
  public:
    /// Throws Error(unavailable) where the predictor cannot be read.
    explicit LandmarkAligner(const std::filesystem::path& models);
    ~LandmarkAligner() override;

    [[nodiscard]] Chip align(const Image& image, const Face& face) const override;
    [[nodiscard]] Chip portrait(const Image& image, const Face& face, int size) const override;
    [[nodiscard]] Image crop(const Image& image, const Box& box, int size) const override;

  private:
    struct Predictor;
    std::unique_ptr<Predictor> predictor_;
};

/// The box that dlib's HOG detector would put around a face with these landmarks: the predictor was trained
/// on such boxes. A square; its centre and side are a linear map of the landmarks that was fitted on CelebA
/// (experiments/001-hog-box).
[[nodiscard]] Box hog_box(const Landmarks& landmarks) noexcept;

}  // namespace faces
