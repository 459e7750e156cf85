#include "blend/light.hpp"

#include <gtest/gtest.h>

#include <random>

namespace faces {
namespace {

/// Colours of one hue with some of another, as a face's are.
cv::Mat made_colours(const cv::Vec3f& mean, float bright, float tint) {
    cv::Mat pixels(64, 64, CV_32FC3);
    std::mt19937 random(1);
    std::normal_distribution<float> one;
    for (auto pixel = pixels.begin<cv::Vec3f>(); pixel != pixels.end<cv::Vec3f>(); ++pixel) {
        const float light = bright * one(random), red = tint * one(random);
        *pixel = mean + cv::Vec3f(light + red, light, light - red / 2);
    }
    return pixels;
}

const cv::Mat everywhere(64, 64, CV_8U, cv::Scalar(255));

cv::Mat mapped(const cv::Mat& pixels, const ColourMap& map) {
    cv::Mat out = pixels.clone();
    relight(out, cv::Mat(pixels.size(), CV_32F, cv::Scalar(1)), light_of(pixels, everywhere), map);
    return out;
}

TEST(Light, TwoFacesMeetAtTheSameColoursHalfWay) {
    const cv::Mat a = made_colours({180, 130, 110}, 30, 8), b = made_colours({90, 80, 85}, 12, 16);
    const Light light_a = light_of(a, everywhere), light_b = light_of(b, everywhere);
    for (const double t : {0.25, 0.5, 0.9}) {
        const Light from_a = light_of(mapped(a, relighting(light_a, light_b, t)), everywhere);
        const Light from_b = light_of(mapped(b, relighting(light_b, light_a, 1 - t)), everywhere);
        EXPECT_LT(cv::norm(from_a.mean - from_b.mean), 0.01) << t;
        EXPECT_LT(cv::norm(from_a.covariance - from_b.covariance),
                  0.1 * cv::norm(from_a.covariance, cv::NORM_L2))
            << t;
    }
}

TEST(Light, NothingChangesAtTheStart) {
    const cv::Mat a = made_colours({180, 130, 110}, 30, 8), b = made_colours({90, 80, 85}, 12, 16);
    const cv::Mat same = mapped(a, relighting(light_of(a, everywhere), light_of(b, everywhere), 0));
    EXPECT_LT(cv::norm(same, a, cv::NORM_INF), 1e-3);
}

TEST(Light, AFlatPictureTakesAndGivesFiniteColours) {
    const cv::Mat flat(64, 64, CV_32FC3, cv::Scalar(120, 120, 120));
    const cv::Mat a = made_colours({180, 130, 110}, 30, 8);
    const Light grey = light_of(flat, everywhere), light = light_of(a, everywhere);
    const cv::Mat to_flat = mapped(a, relighting(light, grey, 1)),
                  from_flat = mapped(flat, relighting(grey, light, 1));
    EXPECT_TRUE(cv::checkRange(to_flat));
    EXPECT_LT(cv::norm(light_of(to_flat, everywhere).mean - grey.mean), 0.1);
    EXPECT_LT(cv::norm(light_of(from_flat, everywhere).mean - light.mean), 0.1);
}

TEST(Light, ColoursUnlikeTheFacesStayOutsideOfIt) {
    const cv::Mat face = made_colours({180, 130, 110}, 15, 5);
    const Light light = light_of(face, everywhere);
    Light darker = light;
    darker.mean -= cv::Vec3d(60, 60, 60);
    cv::Mat picture(64, 64, CV_32FC3, cv::Scalar(180, 130, 110));
    picture.rowRange(0, 32).setTo(cv::Scalar(20, 60, 200));
    relight(picture, cv::Mat::zeros(64, 64, CV_32F), light, relighting(light, darker, 1));
    EXPECT_LT(cv::norm(picture.at<cv::Vec3f>(5, 30) - cv::Vec3f(20, 60, 200)), 0.5) << "the sky";
    EXPECT_LT(cv::norm(picture.at<cv::Vec3f>(58, 30) - cv::Vec3f(120, 70, 50)), 1) << "the neck";
}

}  // namespace
}  // namespace faces
