#pragma once

#include <vector>

#include "faces/detector.hpp"
#include "inference/network.hpp"
#include "vision/canvas.hpp"
#include "vision/mtcnn.hpp"

namespace faces {

/// CenterFace (Xu et al. 2019, arXiv:1911.03599): one network over the whole photo tells for each place, 4 px
/// apart, whether a face's centre is there and how large the face is. MTCNN's third stage looks at what it
/// proposes once more, and places the landmarks. Finds faces of about 20 px and more in a photo of at most
/// 1024 x 768 px; a larger one is scaled down to that.
class CenterFaceDetector final : public Detector {
  public:
    CenterFaceDetector(const std::filesystem::path& models, const NetworkOptions& options);
    [[nodiscard]] std::vector<Face> detect(const Image& image) const override;

  private:
    /// Of the two networks the one for canvases of that size.
    [[nodiscard]] const Network& network_for(const cv::Size& canvas) const;
    [[nodiscard]] std::vector<Candidate> find(const Canvas& canvas) const;

    Network large_network_;
    /// The same once more for small photos and for glances at large ones: a network that changes between two
    /// sizes spends 1 to 2 ms on each change.
    Network small_network_;
    LandmarkNetwork landmarks_;
};

}  // namespace faces
