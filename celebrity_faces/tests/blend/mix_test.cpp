#include "blend/mix.hpp"

#include <gtest/gtest.h>

#include <opencv2/imgproc.hpp>

namespace faces {
namespace {

cv::Mat noise(int width, int height, int seed) {
    cv::Mat pixels(height, width, CV_32FC3);
    cv::RNG(static_cast<std::uint64_t>(seed)).fill(pixels, cv::RNG::UNIFORM, 0, 255);
    return pixels;
}

cv::Mat disc(int width, int height) {
    cv::Mat mask = cv::Mat::zeros(height, width, CV_32F);
    cv::circle(mask, {width / 2, height / 2}, std::min(width, height) / 4, 1.0, -1);
    return mask;
}

cv::Mat mixed(const cv::Mat& a, const cv::Mat& b, double t) {
    cv::Mat out = a.clone();
    mix(out, b, disc(a.cols, a.rows), cv::Mat(a.size(), CV_32F, cv::Scalar(t)), t);
    return out;
}

TEST(Mix, ItsEndsAreThePicturesWhateverTheirSize) {
    for (const cv::Size size : {cv::Size(256, 256), cv::Size(97, 61), cv::Size(17, 16), cv::Size(3, 1)}) {
        const cv::Mat a = noise(size.width, size.height, 1), b = noise(size.width, size.height, 2);
        EXPECT_EQ(cv::norm(mixed(a, b, 0), a, cv::NORM_INF), 0) << size;
        EXPECT_LT(cv::norm(mixed(a, b, 1), b, cv::NORM_INF), 0.01) << size;
    }
}

TEST(Mix, AtTheMiddleTheFaceIsBothAndTheSurroundingsAreTheFirst) {
    const cv::Mat a(256, 256, CV_32FC3, cv::Scalar::all(40)), b(256, 256, CV_32FC3, cv::Scalar::all(200));
    const cv::Mat out = mixed(a, b, 0.5);
    EXPECT_NEAR(out.at<cv::Vec3f>(128, 128)[0], 120, 8);
    EXPECT_NEAR(out.at<cv::Vec3f>(6, 6)[0], 40, 0.5);
    // From one to the other without a step.
    for (int x = 1; x < 256; ++x) {
        EXPECT_LT(std::abs(out.at<cv::Vec3f>(128, x)[0] - out.at<cv::Vec3f>(128, x - 1)[0]), 12) << x;
    }
}

TEST(ShareAround, IsNoneUpToTheMiddleAndAllSoonAfter) {
    for (int level = 0; level <= coarsest_level; ++level) {
        EXPECT_EQ(share_around(0, level), 0);
        EXPECT_EQ(share_around(0.5, level), 0);
        EXPECT_EQ(share_around(0.75, level), 1);
        EXPECT_EQ(share_around(1, level), 1);
        for (double t = 0.01; t < 1; t += 0.01) {
            EXPECT_LE(share_around(t - 0.01, level), share_around(t, level));
        }
    }
}

}  // namespace
}  // namespace faces
