#include "vision/canvas.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace faces {
namespace {

TEST(Canvas, ItsSizesAreWhatTheNetworkTakes) {
    for (const cv::Size& size : canvas_sizes()) {
        EXPECT_EQ(size.width % 32, 0);
        EXPECT_EQ(size.height % 32, 0);
        EXPECT_LE(size.area(), 1024 * 768);
    }
}

TEST(Canvas, APhotoThatFitsKeepsItsSizeOnTheSmallestOne) {
    const Canvas canvas = lay_on_canvas(Image(250, 240), 1024);
    EXPECT_EQ(canvas.pixels.size(), cv::Size(256, 256));
    EXPECT_EQ(canvas.to_photo, 1);
    const Image exact(640, 480);
    EXPECT_EQ(lay_on_canvas(exact, 1024).pixels.data, exact.pixels.data()) << "not copied";
}

TEST(Canvas, ALargePhotoIsAsLargeAsOneLets) {
    for (const auto& [width, height] :
         {std::pair(1280, 960), {960, 1280}, {4000, 3000}, {3000, 3000}, {6000, 500}, {32, 5000}}) {
        const Image photo(width, height);
        const Canvas canvas = lay_on_canvas(photo, 1024);
        EXPECT_GE(canvas.to_photo, 1);
        EXPECT_LE(width / canvas.to_photo, canvas.pixels.cols + 1);
        EXPECT_LE(height / canvas.to_photo, canvas.pixels.rows + 1);
    }
    EXPECT_EQ(lay_on_canvas(Image(1280, 960), 1024).pixels.size(), cv::Size(1024, 768));
    EXPECT_EQ(lay_on_canvas(Image(1280, 960), 192).pixels.size(), cv::Size(192, 192));
}

TEST(Canvas, AroundThePhotoItIsBlack) {
    Image white(100, 60);
    std::fill(white.pixels.begin(), white.pixels.end(), std::uint8_t{255});
    const Canvas canvas = lay_on_canvas(white, 1024);
    EXPECT_EQ(canvas.pixels.at<cv::Vec3b>(59, 99), cv::Vec3b(255, 255, 255));
    EXPECT_EQ(canvas.pixels.at<cv::Vec3b>(60, 50), cv::Vec3b(0, 0, 0));
    EXPECT_EQ(canvas.pixels.at<cv::Vec3b>(10, 100), cv::Vec3b(0, 0, 0));
}

}  // namespace
}  // namespace faces
