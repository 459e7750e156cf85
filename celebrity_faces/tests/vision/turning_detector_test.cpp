#include "vision/turning_detector.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "photo/decode.hpp"
#include "test_photos.hpp"
#include "vision/vision.hpp"

namespace faces {
namespace {

/// A quarter turn to the left.
Image turned(const Image& image) {
    Image out(image.height, image.width);
    for (int y = 0; y < out.height; ++y) {
        for (int x = 0; x < out.width; ++x) {
            std::copy_n(image.row(x) + 3 * (image.width - 1 - y), 3, out.row(y) + 3 * x);
        }
    }
    return out;
}

double distance(const Embedding& a, const Embedding& b) {
    double sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        sum += (a[i] - b[i]) * (a[i] - b[i]);
    }
    return std::sqrt(sum);
}

TEST(TurningDetector, FindsTheFacesOfPhotosThatLieOnASideWithBoxesAndEmbeddingsAsUpright) {
    FACES_NEED_DATA(lfw, "lfw");
    const VisionOptions options{.models = FACES_MODELS};
    const auto detector = make_detector("centerface", options);
    const auto aligner = make_aligner(options);
    const auto embedder = make_embedder(options);
    const auto embedding = [&](const Image& image, const Face& face) {
        const Image chip = aligner->align(image, face).image;
        return embedder->embed({&chip, 1}).at(0);
    };
    int sideways = 0, upside_down = 0;
    for (const auto& file : testing::first_lfw_photos(*lfw, 20)) {
        Image image = decode_photo(read_photo_file(file)).image;
        const Face upright = detector->detect(image).at(0);
        const Embedding expected = embedding(image, upright);
        Point centre = upright.box.centre();
        for (int turn = 1; turn <= 3; ++turn) {
            centre = {centre.y, image.width - centre.x};
            image = turned(image);
            const auto faces = detector->detect(image);
            if (faces.empty()) {
                continue;
            }
            const Point found = faces.front().box.centre();
            const bool there = std::hypot(found.x - centre.x, found.y - centre.y) < 25;
            (turn == 2 ? upside_down : sideways) +=
                there && distance(embedding(image, faces.front()), expected) < 0.5 ? 1 : 0;
        }
    }
    EXPECT_GE(sideways, 34) << "of 40";
    EXPECT_GE(upside_down, 8)
        << "of 20: a face on its head looks like an upright one to the third stage more often";
}

/// Sees a face, at one place, in pictures that are higher than wide.
class PortraitDetector final : public Detector {
  public:
    [[nodiscard]] std::vector<Face> detect(const Image& image) const override {
        if (image.height <= image.width) {
            return {};
        }
        Face face;
        face.box = {10, 20, 30, 40};
        face.score = 0.9;
        face.landmarks[0] = {12, 25};
        return {face};
    }
};

TEST(TurningDetector, MapsBoxesAndLandmarksBack) {
    const TurningDetector detector(std::make_unique<PortraitDetector>());
    EXPECT_EQ(detector.detect(Image(80, 100)).at(0).box.x, 10) << "upright";
    // 100 x 80, turned clockwise, is 80 x 100: its left edge was the bottom.
    const Face face = detector.detect(Image(100, 80)).at(0);
    EXPECT_EQ(face.box.x, 20);
    EXPECT_EQ(face.box.y, 80 - 40);
    EXPECT_EQ(face.box.width, 40);
    EXPECT_EQ(face.box.height, 30);
    EXPECT_EQ(face.landmarks[0].x, 25);
    EXPECT_EQ(face.landmarks[0].y, 80 - 12);
    EXPECT_TRUE(detector.detect(Image(80, 80)).empty());
}

}  // namespace
}  // namespace faces
