#include "vision/pyramid.hpp"

#include <gtest/gtest.h>

namespace faces {
namespace {

TEST(Pyramid, LevelsLieApartOnTheCanvasAndHoldThePicture) {
    for (const cv::Size size :
         {cv::Size(250, 250), cv::Size(1280, 720), cv::Size(40, 900), cv::Size(33, 32)}) {
        const cv::Mat pixels(size, CV_8UC3, cv::Scalar(90, 120, 200));
        const Pyramid pyramid = build_pyramid(pixels, 0.6, 0.709, 12);
        ASSERT_FALSE(pyramid.levels.empty());
        const cv::Rect canvas({}, pyramid.canvas.size());
        for (std::size_t i = 0; i < pyramid.levels.size(); ++i) {
            const cv::Rect& place = pyramid.levels[i].place;
            EXPECT_EQ(place & canvas, place) << size;
            for (std::size_t j = 0; j < i; ++j) {
                EXPECT_TRUE((place & pyramid.levels[j].place).empty()) << size;
            }
            EXPECT_EQ(pyramid.canvas.at<cv::Vec3b>(place.br() - cv::Point(1, 1)), cv::Vec3b(90, 120, 200));
        }
        EXPECT_LT(canvas.area(), 2.6 * 0.36 * size.area() + 64 * (size.width + size.height))
            << "mostly empty: " << size;
    }
}

TEST(Pyramid, APictureBelowTheSmallestLevelHasNone) {
    EXPECT_TRUE(build_pyramid(cv::Mat(16, 900, CV_8UC3), 0.6, 0.709, 12).levels.empty());
}

}  // namespace
}  // namespace faces
