#include "blend/mix.hpp"

#include <algorithm>
#include <opencv2/imgproc.hpp>
#include <vector>

namespace faces {
namespace {

/// Below this many pixels a side no further level is made.
constexpr int least_px = 8;

cv::Mat smaller(const cv::Mat& picture) {
    cv::Mat out;
    cv::pyrDown(picture, out);
    return out;
}

cv::Mat larger(const cv::Mat& picture, cv::Size size) {
    cv::Mat out;
    cv::pyrUp(picture, out, size);
    return out;
}

/// The band times the second picture's share.
cv::Mat weighted(const cv::Mat& band, const cv::Mat& face, const cv::Mat& face_share, double around_share) {
    cv::Mat out(band.size(), CV_32FC3);
    const auto around = static_cast<float>(around_share);
    for (int y = 0; y < band.rows; ++y) {
        const auto* in = band.ptr<cv::Vec3f>(y);
        const auto* mask = face.ptr<float>(y);
        const auto* share = face_share.ptr<float>(y);
        auto* to = out.ptr<cv::Vec3f>(y);
        for (int x = 0; x < band.cols; ++x) {
            to[x] = in[x] * (share[x] + around * (1 - mask[x]));
        }
    }
    return out;
}

}  // namespace

double share_around(double t, int level) {
    // By the eye, on photos of LFW: the finest band, whose doubled lines look like ghosts, within 0.06 of t;
    // the coarsest, whose light one hardly sees come, within 0.24, and not before the middle.
    constexpr double middle = 0.62, finest = 0.03, coarsest = 0.12;
    const double half = finest + (coarsest - finest) * level / coarsest_level;
    const double x = std::clamp((t - middle + half) / (2 * half), 0.0, 1.0);
    return x * x * (3 - 2 * x);
}

void mix(cv::Mat& a, const cv::Mat& b, const cv::Mat& face, const cv::Mat& face_share, double t) {
    // What the second picture adds is all that needs bands, for the mix is linear.
    cv::Mat difference = b - a, mask = face, share = face.mul(face_share);
    std::vector<cv::Mat> bands;
    int level = 0;
    for (; level < coarsest_level && std::min(difference.cols, difference.rows) >= 2 * least_px; ++level) {
        const cv::Mat coarse = smaller(difference);
        bands.push_back(
            weighted(difference - larger(coarse, difference.size()), mask, share, share_around(t, level)));
        difference = coarse;
        mask = smaller(mask);
        share = smaller(share);
    }
    cv::Mat sum = weighted(difference, mask, share, share_around(t, level));
    for (auto band = bands.rbegin(); band != bands.rend(); ++band) {
        sum = larger(sum, band->size()) + *band;
    }
    a += sum;
}

}  // namespace faces
