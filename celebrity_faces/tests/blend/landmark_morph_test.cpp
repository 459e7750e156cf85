#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <opencv2/imgproc.hpp>
#include <thread>

#include "blend/blend.hpp"
#include "faces/error.hpp"

namespace faces {
namespace {

cv::Mat view(const Image& image) {
    return {image.height, image.width, CV_8UC3, const_cast<std::uint8_t*>(image.pixels.data())};
}

/// A grey face with a bright dot at each landmark.
Chip dotted(int size, const Landmarks& landmarks, int grey) {
    Chip chip{Image(size, size), landmarks};
    cv::Mat pixels = view(chip.image);
    pixels.setTo(cv::Scalar::all(grey));
    for (const Point& point : landmarks) {
        cv::circle(pixels, cv::Point2d(point.x, point.y), 4, cv::Scalar::all(255), -1);
    }
    return chip;
}

/// The middle of the bright pixels around a place.
cv::Point2d dot_near(const Image& image, const cv::Point2d& place) {
    cv::Mat grey;
    cv::cvtColor(view(image), grey, cv::COLOR_RGB2GRAY);
    const cv::Rect around =
        cv::Rect(cv::Point2d(place.x - 9, place.y - 9), cv::Size(19, 19)) & cv::Rect({}, grey.size());
    cv::Mat bright;
    cv::threshold(grey(around), bright, 190, 255, cv::THRESH_BINARY);
    const cv::Moments moments = cv::moments(bright, true);
    if (moments.m00 == 0) {
        return {-1, -1};
    }
    return {around.x + moments.m10 / moments.m00, around.y + moments.m01 / moments.m00};
}

const Landmarks shape_a{{{80, 100}, {160, 96}, {120, 135}, {90, 175}, {150, 172}}};
const Landmarks shape_b{{{92, 112}, {176, 118}, {132, 152}, {98, 196}, {162, 200}}};

TEST(LandmarkMorph, ItsEndsAreThePicturesThemselves) {
    const auto morph = make_landmark_morph();
    const Chip a = dotted(256, shape_a, 90), b = dotted(256, shape_b, 120);
    const auto largest_difference = [](const Image& x, const Image& y) {
        return cv::norm(view(x), view(y), cv::NORM_INF);
    };
    EXPECT_LE(largest_difference(morph->blend(a, b, 0), a.image), 2);
    EXPECT_LE(largest_difference(morph->blend(a, b, 1), b.image), 2);
    EXPECT_GT(largest_difference(morph->blend(a, b, 0.5), a.image), 20);
    EXPECT_GT(largest_difference(morph->blend(a, b, 0.5), b.image), 20);
}

TEST(LandmarkMorph, LandmarksLieBetweenThoseOfBoth) {
    const auto morph = make_landmark_morph();
    const Chip a = dotted(256, shape_a, 90), b = dotted(256, shape_b, 90);
    for (const double t : {0.25, 0.5, 0.75}) {
        const Image image = morph->blend(a, b, t);
        for (std::size_t i = 0; i < 5; ++i) {
            const cv::Point2d wanted(shape_a[i].x * (1 - t) + shape_b[i].x * t,
                                     shape_a[i].y * (1 - t) + shape_b[i].y * t);
            const cv::Point2d found = dot_near(image, wanted);
            EXPECT_NEAR(found.x, wanted.x, 1.5) << "landmark " << i << " at t " << t;
            EXPECT_NEAR(found.y, wanted.y, 1.5) << "landmark " << i << " at t " << t;
        }
    }
}

TEST(LandmarkMorph, FlatColoursMixWithoutSeams) {
    const auto morph = make_landmark_morph();
    Chip a{Image(128, 128), shape_a}, b{Image(128, 128), shape_b};
    view(a.image).setTo(cv::Scalar(200, 100, 50));
    view(b.image).setTo(cv::Scalar(100, 60, 150));
    const Image image = morph->blend(a, b, 0.25);
    double least = 0, most = 0;
    cv::minMaxLoc(view(image).reshape(1).colRange(0, 1), &least, &most);
    for (std::size_t i = 0; i < image.pixels.size(); i += 3) {
        ASSERT_NEAR(image.pixels[i], 175, 1);
        ASSERT_NEAR(image.pixels[i + 1], 90, 1);
        ASSERT_NEAR(image.pixels[i + 2], 75, 1);
    }
}

TEST(LandmarkMorph, TheResultHasTheFirstPicturesSize) {
    const auto morph = make_landmark_morph();
    Landmarks half = shape_b;
    for (Point& point : half) {
        point = {point.x / 2, point.y / 2};
    }
    const Image image = morph->blend(dotted(256, shape_a, 90), dotted(128, half, 90), 1);
    EXPECT_EQ(image.width, 256);
    EXPECT_NEAR(dot_near(image, {shape_b[0].x, shape_b[0].y}).x, shape_b[0].x, 1.5);
}

TEST(LandmarkMorph, OddLandmarksAreDrawnAndBadInputIsRefused) {
    const auto morph = make_landmark_morph();
    const Chip usual = dotted(128, shape_a, 90);
    const Chip same{usual.image, {{{50, 50}, {50, 50}, {50, 50}, {50, 50}, {50, 50}}}};
    const Chip outside{usual.image, {{{-500, -20}, {900, 4}, {100, 9000}, {-3, 700}, {10, 10}}}};
    const Chip mirrored{usual.image, {{{90, 50}, {40, 50}, {64, 30}, {90, 20}, {40, 20}}}};
    for (const Chip& odd : {same, outside, mirrored}) {
        EXPECT_EQ(morph->blend(usual, odd, 0.5).width, 128);
        EXPECT_EQ(morph->blend(odd, usual, 0.5).width, 128);
    }
    const double nan = std::numeric_limits<double>::quiet_NaN();
    EXPECT_THROW((void)morph->blend(usual, {usual.image, {{{nan, 0}}}}, 0.5), Error);
    EXPECT_THROW((void)morph->blend({}, usual, 0.5), Error);
    for (const double t : {-0.1, 1.1, nan}) {
        EXPECT_THROW((void)morph->blend(usual, usual, t), Error) << t;
    }
}

TEST(LandmarkMorph, ManyThreadsGetTheSamePicture) {
    const auto morph = make_landmark_morph();
    const Chip a = dotted(128, shape_a, 90), b = dotted(128, shape_b, 120);
    const Image expected = morph->blend(a, b, 0.4);
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i) {
        threads.emplace_back([&] { EXPECT_EQ(morph->blend(a, b, 0.4).pixels, expected.pixels); });
    }
    for (auto& thread : threads) {
        thread.join();
    }
}

}  // namespace
}  // namespace faces
