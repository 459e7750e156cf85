#include "lookalike/quality.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace faces {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

/// Portraits are the picture itself.
class WholeAligner final : public Aligner {
  public:
    [[nodiscard]] Chip align(const Image& image, const Face& face) const override {
        return {image, face.landmarks};
    }
    [[nodiscard]] Chip portrait(const Image& image, const Face& face, int) const override {
        return {image, face.landmarks};
    }
    [[nodiscard]] Image crop(const Image& image, const Box&, int) const override { return image; }
};

/// Waves of a few pixels around a grey: detail, as skin and brows have it. A longer wave is a blur.
Image waves(double length, double mean, double height) {
    Image image(160, 160);
    for (int y = 0; y < 160; ++y) {
        for (int x = 0; x < 160; ++x) {
            const double wave =
                std::sin(2 * std::numbers::pi * x / length) * std::sin(2 * std::numbers::pi * y / length);
            const double value = std::clamp(255 * (mean + height * wave), 0.0, 255.0);
            std::fill_n(image.row(y) + 3 * x, 3, static_cast<std::uint8_t>(std::lround(value)));
        }
    }
    return image;
}

/// A head turned by `yaw`: the nose stands out by 0.55 of the eyes' distance.
Face head(double yaw_degrees, double roll_degrees = 0, double eyes = 60) {
    const double yaw = yaw_degrees * std::numbers::pi / 180, roll = roll_degrees * std::numbers::pi / 180;
    const auto turned = [&](double x, double y, double depth) {
        const double u = x * std::cos(yaw) + depth * std::sin(yaw);
        return Point{80 + u * std::cos(roll) - y * std::sin(roll),
                     80 + u * std::sin(roll) + y * std::cos(roll)};
    };
    Face face;
    face.landmarks = {turned(-eyes / 2, -20, 0), turned(eyes / 2, -20, 0), turned(0, 10, 0.55 * eyes),
                      turned(-20, 40, 0), turned(20, 40, 0)};
    return face;
}

FaceQuality quality(const Image& image, const Face& face, double scale = 1) {
    return measure_quality(image, face, WholeAligner(), scale);
}

TEST(Quality, AClearFaceHasNoNotes) {
    const FaceQuality clear = quality(waves(12, 0.5, 0.3), head(0));
    EXPECT_THAT(clear.notes, IsEmpty());
    EXPECT_NEAR(clear.eyes_px, 60, 1e-9);
    EXPECT_NEAR(clear.brightness, 0.5, 0.02);
    EXPECT_NEAR(clear.yaw, 0, 1e-6);
}

TEST(Quality, AHeadsTurnAndTiltAreFoundFromItsLandmarks) {
    for (const double yaw : {-50.0, -20.0, 10.0, 40.0}) {
        for (const double roll : {-30.0, 0.0, 100.0}) {
            const FaceQuality turned = quality(waves(12, 0.5, 0.3), head(yaw, roll));
            EXPECT_NEAR(turned.yaw, yaw, 1) << "at a roll of " << roll;
            EXPECT_NEAR(turned.roll, roll, 1e-6);
        }
    }
    EXPECT_THAT(quality(waves(12, 0.5, 0.3), head(50)).notes, ElementsAre(QualityNote::turned_away));
}

TEST(Quality, SharpnessFallsWithABlurAndNotWithTheLight) {
    const double sharp = quality(waves(8, 0.5, 0.3), head(0)).sharpness;
    EXPECT_NEAR(quality(waves(8, 0.3, 0.1), head(0)).sharpness, sharp, 0.05 * sharp)
        << "darker and with less contrast";
    EXPECT_LT(quality(waves(30, 0.5, 0.3), head(0)).sharpness, sharp / 5);
    EXPECT_THAT(quality(waves(120, 0.5, 0.3), head(0)).notes, ElementsAre(QualityNote::blurred));
}

TEST(Quality, SizesAreTheOriginalsAndASmallFaceIsNotCalledBlurredToo) {
    const Image blur = waves(120, 0.5, 0.3);
    EXPECT_THAT(quality(blur, head(0, 0, 9)).notes, ElementsAre(QualityNote::small));
    EXPECT_THAT(quality(blur, head(0, 0, 9), 8).notes, ElementsAre(QualityNote::blurred))
        << "72 px in the original";
}

TEST(Quality, LightIsToldAtBothEnds) {
    EXPECT_THAT(quality(waves(8, 0.05, 0.04), head(0)).notes, Contains(QualityNote::dark));
    EXPECT_THAT(quality(waves(8, 0.96, 0.03), head(0)).notes, Contains(QualityNote::bright));
    const FaceQuality flat = quality(Image(160, 160), head(0));
    EXPECT_EQ(flat.contrast, 0);
    EXPECT_EQ(flat.sharpness, 0);
}

TEST(Quality, EachNoteHasANameAndASentence) {
    for (const QualityNote note : {QualityNote::small, QualityNote::blurred, QualityNote::turned_away,
                                   QualityNote::dark, QualityNote::bright}) {
        EXPECT_FALSE(note_name(note).empty());
        EXPECT_TRUE(note_text(note).ends_with("the likeness is a guess."));
    }
}

}  // namespace
}  // namespace faces
