#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>
#include <opencv2/imgproc.hpp>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "blend/blend.hpp"
#include "faces/error.hpp"

namespace faces {
namespace {

const Blender& morph() {
    static const auto made = make_landmark_morph({.models = FACES_MODELS, .concurrency = 2});
    return *made;
}

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
    const Chip a = dotted(256, shape_a, 90), b = dotted(256, shape_b, 120);
    EXPECT_EQ(morph().blend(a, b, 0).pixels, a.image.pixels);
    EXPECT_EQ(morph().blend(a, b, 1).pixels, b.image.pixels);
    const Image middle = morph().blend(a, b, 0.5);
    EXPECT_GT(cv::norm(view(middle), view(a.image), cv::NORM_INF), 20);
    EXPECT_GT(cv::norm(view(middle), view(b.image), cv::NORM_INF), 20);
}

TEST(LandmarkMorph, LandmarksLieBetweenThoseOfBoth) {
    const Chip a = dotted(256, shape_a, 90), b = dotted(256, shape_b, 90);
    for (const double t : {0.25, 0.5, 0.75}) {
        const Image image = morph().blend(a, b, t);
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
    Chip a{Image(128, 128), shape_a}, b{Image(128, 128), shape_b};
    view(a.image).setTo(cv::Scalar(200, 100, 50));
    view(b.image).setTo(cv::Scalar(100, 60, 150));
    const Image image = morph().blend(a, b, 0.25);
    for (std::size_t i = 0; i < image.pixels.size(); i += 3) {
        ASSERT_NEAR(image.pixels[i], 175, 1);
        ASSERT_NEAR(image.pixels[i + 1], 90, 1);
        ASSERT_NEAR(image.pixels[i + 2], 75, 1);
    }
}

TEST(LandmarkMorph, TheResultHasTheFirstPicturesSize) {
    Landmarks half = shape_b;
    for (Point& point : half) {
        point = {point.x / 2, point.y / 2};
    }
    const Image image = morph().blend(dotted(256, shape_a, 90), dotted(128, half, 90), 1);
    EXPECT_EQ(image.width, 256);
    EXPECT_NEAR(dot_near(image, {shape_b[0].x, shape_b[0].y}).x, shape_b[0].x, 1.5);
}

TEST(LandmarkMorph, OddLandmarksStillGiveThePicturesAtTheEnds) {
    const Chip usual = dotted(256, shape_a, 90);
    constexpr double huge = std::numeric_limits<double>::max();
    const std::vector<Landmarks> odd{
        {{{50, 50}, {50, 50}, {50, 50}, {50, 50}, {50, 50}}},              // one point
        {{{10, 10}, {20, 20}, {30, 30}, {40, 40}, {50, 50}}},              // a line
        {{{-500, -20}, {900, 4}, {100, 9000}, {-3, 700}, {10, 10}}},       // outside
        {{{huge, -huge}, {huge, huge}, {-huge, 0}, {huge, 1}, {2, huge}}}  // where sums are not finite
    };
    for (std::size_t i = 0; i < odd.size(); ++i) {
        const Chip other{dotted(256, shape_b, 120).image, odd[i]};
        EXPECT_EQ(morph().blend(usual, other, 0).pixels, usual.image.pixels) << "shape " << i;
        EXPECT_EQ(morph().blend(usual, other, 1).pixels, other.image.pixels) << "shape " << i;
        EXPECT_EQ(morph().blend(other, usual, 0.5).width, 256) << "shape " << i;
    }
}

TEST(LandmarkMorph, ExchangedLeftAndRightAreDrawnAsIfInOrder) {
    const Chip a = dotted(256, shape_a, 90), b = dotted(256, shape_b, 120);
    Chip exchanged = b;
    std::swap(exchanged.landmarks[0], exchanged.landmarks[1]);
    std::swap(exchanged.landmarks[3], exchanged.landmarks[4]);
    EXPECT_EQ(morph().blend(a, exchanged, 0.5).pixels, morph().blend(a, b, 0.5).pixels);
}

TEST(LandmarkMorph, PicturesOfFewPixelsAreDrawn) {
    for (const cv::Size size : {cv::Size(1, 1), cv::Size(2, 2), cv::Size(64, 1), cv::Size(1, 64)}) {
        Chip small{Image(size.width, size.height), shape_a};
        view(small.image).setTo(cv::Scalar::all(70));
        const Image image = morph().blend(small, small, 0.5);
        EXPECT_EQ(image.pixels, small.image.pixels) << size;
    }
}

/// What the blend says when it refuses; empty where it does not.
std::string refusal(const Chip& a, const Chip& b, double t) {
    try {
        (void)morph().blend(a, b, t);
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::invalid_argument);
        return error.what();
    }
    return {};
}

TEST(LandmarkMorph, BadInputIsRefusedByName) {
    using ::testing::HasSubstr;
    const Chip usual = dotted(128, shape_a, 90);
    constexpr double nan = std::numeric_limits<double>::quiet_NaN();
    constexpr double infinity = std::numeric_limits<double>::infinity();
    Chip bad = usual;
    bad.landmarks[2] = {12, infinity};
    EXPECT_THAT(refusal(usual, bad, 0.5), HasSubstr("the second picture has its nose at (12, inf)"));
    bad.landmarks[0] = {nan, 3};
    EXPECT_THAT(refusal(bad, usual, 0.5), HasSubstr("the first picture has its left eye at (nan, 3)"));
    EXPECT_THAT(refusal({}, usual, 0.5), HasSubstr("the first picture is empty"));
    EXPECT_THAT(refusal(usual, {}, 0.5), HasSubstr("the second picture is empty"));
    EXPECT_THAT(refusal(usual, usual, -0.1), HasSubstr("t is -0.1"));
    EXPECT_THAT(refusal(usual, usual, 1.1), HasSubstr("t is 1.1"));
    EXPECT_THAT(refusal(usual, usual, nan), HasSubstr("t is nan"));
}

TEST(LandmarkMorph, ManyThreadsGetTheSamePicture) {
    const Chip a = dotted(128, shape_a, 90), b = dotted(128, shape_b, 120);
    const Image expected = morph().blend(a, b, 0.4);
    std::vector<std::thread> threads;
    threads.reserve(4);
    for (int i = 0; i < 4; ++i) {
        threads.emplace_back([&] { EXPECT_EQ(morph().blend(a, b, 0.4).pixels, expected.pixels); });
    }
    for (auto& thread : threads) {
        thread.join();
    }
}

}  // namespace
}  // namespace faces
