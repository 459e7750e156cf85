#pragma once

#include <filesystem>
#include <memory>

#include "vision/aligner.hpp"

namespace faces {

/// Aligns by dlib's 5-point predictor (Kazemi & Sullivan 2014) to the chip that dlib's ResNet was trained on:
/// 150 px, padding 0.25 (King, dlib's `get_face_chip_details`). Portraits and crops are every aligner's.
class DlibAligner final : public TemplateAligner {
  public:
    /// Throws Error(unavailable) where the predictor cannot be read.
    explicit DlibAligner(const std::filesystem::path& models);
    ~DlibAligner() override;

    [[nodiscard]] Chip align(const Image& image, const Face& face) const override;

  private:
    struct Predictor;
    std::unique_ptr<Predictor> predictor_;
};

/// The box that dlib's HOG detector would put around a face with these landmarks: the predictor was trained
/// on such boxes. A square; its centre and side are a linear map of the landmarks that was fitted on CelebA
/// (experiments/001-hog-box).
[[nodiscard]] Box hog_box(const Landmarks& landmarks) noexcept;

}  // namespace faces
