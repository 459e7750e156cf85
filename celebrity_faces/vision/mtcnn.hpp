#pragma once

#include <opencv2/core.hpp>

#include <vector>

#include "faces/detector.hpp"
#include "inference/network.hpp"
#include "vision/boxes.hpp"

namespace faces {

/// The third stage alone: what a face at a box looks like. Also gives the Haar detector its landmarks.
class LandmarkNetwork {
  public:
    LandmarkNetwork(const std::filesystem::path& models, const NetworkOptions& options);
    /// Each candidate's box refined, with its score and landmarks, in order. Boxes should be squares.
    [[nodiscard]] std::vector<Candidate> refine(const cv::Mat& pixels,
                                                std::span<const Candidate> candidates) const;

    /// The candidate as it looks in the quarter turn in which it looks most like a face; the box stays.
    /// Landmarks are in the picture as it is, in the order of the upright face.
    [[nodiscard]] Candidate refine_turned(const cv::Mat& pixels, const Candidate& candidate) const;

  private:
    Network network_;
};

/// MTCNN: three networks, each looking closer at what the one before proposed (Zhang et al. 2016,
/// arXiv:1604.02878). Finds faces of about 20 px and more in a picture of at most 1280 px; a larger one is
/// scaled down to that.
class MtcnnDetector final : public Detector {
  public:
    MtcnnDetector(const std::filesystem::path& models, const NetworkOptions& options);
    [[nodiscard]] std::vector<Face> detect(const Image& image) const override;

  private:
    [[nodiscard]] std::vector<Candidate> propose(const cv::Mat& pixels) const;
    [[nodiscard]] std::vector<Candidate> refine(const cv::Mat& pixels,
                                                std::span<const Candidate> proposals) const;

    Network proposals_;
    Network refinement_;
    LandmarkNetwork landmarks_;
};

}  // namespace faces
