#include "vision/haar.hpp"

#include <fmt/format.h>

#include <opencv2/imgproc.hpp>

#include "faces/error.hpp"
#include "vision/pixels.hpp"

namespace faces {
namespace {

constexpr double scale_factor = 1.3;
constexpr int min_neighbours = 2;
constexpr int max_side_px = 1280;

void load(cv::CascadeClassifier& cascade, const std::filesystem::path& file) {
    bool loaded = false;
    try {
        loaded = cascade.load(file.string());
    } catch (const cv::Exception&) {
        loaded = false;
    }
    if (!loaded) {
        throw Error(
            ErrorCode::unavailable,
            fmt::format("the Haar cascade {} cannot be loaded: build the project again", file.string()));
    }
}

}  // namespace

HaarDetector::HaarDetector(const std::filesystem::path& models, const NetworkOptions& options)
    : models_(models), landmarks_(models, options) {
    give_back(take());
}

std::unique_ptr<HaarDetector::Cascades> HaarDetector::take() const {
    {
        const std::scoped_lock lock(mutex_);
        if (!idle_.empty()) {
            auto cascades = std::move(idle_.back());
            idle_.pop_back();
            return cascades;
        }
    }
    auto cascades = std::make_unique<Cascades>();
    load(cascades->face, models_ / "haar-frontal-face.xml");
    load(cascades->eye, models_ / "haar-eye.xml");
    return cascades;
}

void HaarDetector::give_back(std::unique_ptr<Cascades> cascades) const {
    const std::scoped_lock lock(mutex_);
    idle_.push_back(std::move(cascades));
}

std::vector<Candidate> HaarDetector::faces_with_an_eye(const cv::Mat& grey) const {
    auto cascades = take();
    std::vector<cv::Rect> boxes;
    cascades->face.detectMultiScale(grey, boxes, scale_factor, min_neighbours);
    std::vector<Candidate> found;
    for (const cv::Rect& box : boxes) {
        std::vector<cv::Rect> eyes;
        cascades->eye.detectMultiScale(grey(box), eyes);
        if (eyes.empty()) {
            continue;
        }
        const Box face{static_cast<double>(box.x), static_cast<double>(box.y), static_cast<double>(box.width),
                       static_cast<double>(box.height)};
        found.push_back({face, face, 1, {}});
    }
    give_back(std::move(cascades));
    return found;
}

std::vector<Face> HaarDetector::detect(const Image& image) const {
    const WorkImage work = work_image(image, max_side_px);
    cv::Mat grey;
    cv::cvtColor(work.pixels, grey, cv::COLOR_RGB2GRAY);
    std::vector<Candidate> found = faces_with_an_eye(grey);
    const std::vector<Candidate> looked_at = landmarks_.refine(work.pixels, found);
    // The box and the score stay the cascade's own.
    for (std::size_t i = 0; i < found.size(); ++i) {
        found[i].landmarks = looked_at[i].landmarks;
    }
    return largest_first(found, work.to_image);
}

}  // namespace faces
