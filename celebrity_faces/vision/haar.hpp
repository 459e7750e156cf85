#pragma once

#include <opencv2/objdetect.hpp>

#include <memory>
#include <mutex>
#include <vector>

#include "faces/detector.hpp"
#include "vision/mtcnn.hpp"

namespace faces {

/// Haar cascades with the original prototype's parameters: scale factor 1.3, two neighbours, and an eye must
/// be found (Viola & Jones 2001). Landmarks come from MTCNN's third stage. A picture larger than 1280 px is
/// scaled down to that.
class HaarDetector final : public Detector {
  public:
    HaarDetector(const std::filesystem::path& models, const NetworkOptions& options);
    [[nodiscard]] std::vector<Face> detect(const Image& image) const override;

  private:
    /// OpenCV's cascades keep buffers between calls: each is used by one thread at a time.
    struct Cascades {
        cv::CascadeClassifier face, eye;
    };
    [[nodiscard]] std::unique_ptr<Cascades> take() const;
    void give_back(std::unique_ptr<Cascades> cascades) const;
    [[nodiscard]] std::vector<Candidate> faces_with_an_eye(const cv::Mat& grey) const;

    std::filesystem::path models_;
    LandmarkNetwork landmarks_;
    mutable std::mutex mutex_;
    mutable std::vector<std::unique_ptr<Cascades>> idle_;  // guarded by mutex_
};

}  // namespace faces
