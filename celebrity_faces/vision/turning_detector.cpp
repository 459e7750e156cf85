#include "vision/turning_detector.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/core.hpp>

#include "vision/pixels.hpp"
#include "vision/quarter_turn.hpp"

namespace faces {
namespace {

/// Of what is found in a turned photo only sure faces count: three more looks are three more chances to be
/// wrong.
constexpr double sure_score = 0.5;

Image turned(const Image& image, cv::RotateFlags turn) {
    const bool quarter = turn != cv::ROTATE_180;
    Image out(quarter ? image.height : image.width, quarter ? image.width : image.height);
    cv::Mat to = as_mat(out);
    cv::rotate(as_mat(image), to, turn);
    return out;
}

Face turned_back(const Face& face, cv::RotateFlags turn, const Image& image) {
    const cv::Size size(image.width, image.height);
    const Point a = turned_back(Point{face.box.x, face.box.y}, turn, size);
    const Point b = turned_back(Point{face.box.x + face.box.width, face.box.y + face.box.height}, turn, size);
    Face back = face;
    back.box = {std::min(a.x, b.x), std::min(a.y, b.y), std::abs(a.x - b.x), std::abs(a.y - b.y)};
    std::ranges::transform(face.landmarks, back.landmarks.begin(),
                           [&](const Point& p) { return turned_back(p, turn, size); });
    return back;
}

}  // namespace

std::vector<Face> TurningDetector::detect(const Image& image) const {
    std::vector<Face> upright = detector_->detect(image);
    if (!upright.empty()) {
        return upright;
    }
    std::vector<Face> best;
    double best_score = 0;
    for (const cv::RotateFlags turn : quarter_turns) {
        std::vector<Face> found = detector_->detect(turned(image, turn));
        std::erase_if(found, [](const Face& face) { return face.score < sure_score; });
        double score = 0;
        for (Face& face : found) {
            score += face.score;
            face = turned_back(face, turn, image);
        }
        if (score > best_score) {
            best_score = score;
            best = std::move(found);
        }
    }
    return best;
}

}  // namespace faces
