#include "faces/embedder.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "faces/detector.hpp"
#include "faces/error.hpp"
#include "photo/decode.hpp"
#include "photo/resize.hpp"
#include "test_photos.hpp"
#include "vision/vision.hpp"

namespace faces {
namespace {

const VisionOptions options{.models = FACES_MODELS};

struct Eyes {
    std::unique_ptr<Detector> detector = make_detector(detector_names().front(), options);
    std::unique_ptr<Aligner> aligner = make_aligner(options);
    std::unique_ptr<Embedder> embedder = make_embedder(options);

    [[nodiscard]] Embedding embedding(const Image& image) const {
        const Chip chip = aligner->align(image, detector->detect(image).at(0));
        return embedder->embed({&chip.image, 1}).at(0);
    }
};

const Eyes& eyes() {
    static const Eyes instance;
    return instance;
}

double distance(const Embedding& a, const Embedding& b) {
    double sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        sum += (a[i] - b[i]) * (a[i] - b[i]);
    }
    return std::sqrt(sum);
}

Image photo(const std::filesystem::path& file) {
    return decode_photo(read_photo_file(file)).image;
}

TEST(Embedder, PutsPhotosOfOnePersonNearerThanPhotosOfTwo) {
    FACES_NEED_DATA(lfw, "lfw");
    const auto a1 = eyes().embedding(photo(*lfw / "Abdullah_Gul" / "Abdullah_Gul_0001.jpg"));
    const auto a2 = eyes().embedding(photo(*lfw / "Abdullah_Gul" / "Abdullah_Gul_0002.jpg"));
    const auto b = eyes().embedding(photo(*lfw / "Aaron_Eckhart" / "Aaron_Eckhart_0001.jpg"));
    ASSERT_EQ(a1.size(), 128U);
    EXPECT_LT(distance(a1, a2), 1);
    EXPECT_GT(distance(a1, b), 1);
}

TEST(Embedder, AMirroredChipHasTheSameEmbedding) {
    FACES_NEED_DATA(lfw, "lfw");
    const Image image = photo(testing::first_lfw_photos(*lfw, 1).front());
    const Chip chip = eyes().aligner->align(image, eyes().detector->detect(image).at(0));
    Image mirrored(chip.image.width, chip.image.height);
    for (int y = 0; y < mirrored.height; ++y) {
        for (int x = 0; x < mirrored.width; ++x) {
            std::copy_n(chip.image.row(y) + x * 3, 3, mirrored.row(y) + (mirrored.width - 1 - x) * 3);
        }
    }
    const std::vector<Image> both{chip.image, mirrored};
    const auto embeddings = eyes().embedder->embed(both);
    EXPECT_LT(distance(embeddings[0], embeddings[1]), 1e-3);
}

TEST(Embedder, EmbeddingsHaveLengthOneAndAFaceHasTheSameAloneAndAmongOthers) {
    FACES_NEED_DATA(lfw, "lfw");
    std::vector<Image> chips;
    for (const auto& file : testing::first_lfw_photos(*lfw, 5)) {
        const Image image = photo(file);
        chips.push_back(eyes().aligner->align(image, eyes().detector->detect(image).at(0)).image);
    }
    const auto together = eyes().embedder->embed(chips);
    ASSERT_EQ(together.size(), chips.size());
    for (std::size_t i = 0; i < chips.size(); ++i) {
        EXPECT_NEAR(distance(together[i], Embedding(128)), 1, 1e-5);
        EXPECT_LT(distance(together[i], eyes().embedder->embed({&chips[i], 1}).at(0)), 0.02) << "chip " << i;
    }
}

TEST(Embedder, PrecisionsAgreeSoCloselyThatTheyShareAGallery) {
    FACES_NEED_DATA(lfw, "lfw");
    if (make_embedder(options)->info().precision != "bf16") {
        GTEST_SKIP() << "this processor does not compute in bf16";
    }
    const auto exact = make_embedder({.models = FACES_MODELS, .precision = "f32"});
    const auto quick = make_embedder({.models = FACES_MODELS, .precision = "bf16"});
    EXPECT_TRUE(comparable(exact->info(), quick->info()));
    for (const auto& file : testing::first_lfw_photos(*lfw, 20)) {
        const Image image = photo(file);
        const Image chip = eyes().aligner->align(image, eyes().detector->detect(image).at(0)).image;
        EXPECT_LT(distance(exact->embed({&chip, 1}).at(0), quick->embed({&chip, 1}).at(0)), 0.05) << file;
    }
}

TEST(Embedder, RefusesAChipOfAnotherSizeAndAnUnknownPrecision) {
    const Image chip(160, 160);
    EXPECT_THROW((void)eyes().embedder->embed({&chip, 1}), Error);
    EXPECT_THROW((void)make_embedder({.models = FACES_MODELS, .precision = "f64"}), Error);
}

TEST(Aligner, PutsTheEyesOnALevelHoweverTheHeadIsTurned) {
    FACES_NEED_DATA(lfw, "lfw");
    for (const auto& file : testing::first_lfw_photos(*lfw, 10)) {
        const Image image = photo(file);
        const auto faces = eyes().detector->detect(image);
        ASSERT_FALSE(faces.empty()) << file;
        const Chip chip = eyes().aligner->align(image, faces.front());
        EXPECT_EQ(chip.image.width, 112);
        EXPECT_NEAR(chip.landmarks[0].y, chip.landmarks[1].y, 5) << file;
        EXPECT_NEAR((chip.landmarks[0].x + chip.landmarks[1].x) / 2, 56, 5) << file;

        const Chip portrait = eyes().aligner->portrait(image, faces.front(), 256);
        EXPECT_EQ(portrait.image.height, 256);
        EXPECT_NEAR(portrait.landmarks[0].y, portrait.landmarks[1].y, 12) << file;
        EXPECT_LT(portrait.landmarks[1].x - portrait.landmarks[0].x, 90)
            << "hair and chin are in the picture";
    }
}

TEST(Aligner, APortraitOfAReducedPictureShowsTheSame) {
    FACES_NEED_DATA(lfw, "lfw");
    const Image small = photo(testing::first_lfw_photos(*lfw, 1).front());
    const Image large = resize(small, small.width * 6, small.height * 6);
    const Chip a = eyes().aligner->portrait(small, eyes().detector->detect(small).at(0), 128);
    const Chip b = eyes().aligner->portrait(large, eyes().detector->detect(large).at(0), 128);
    double sum = 0;
    for (std::size_t i = 0; i < a.image.pixels.size(); ++i) {
        sum += std::abs(a.image.pixels[i] - b.image.pixels[i]);
    }
    EXPECT_LT(sum / static_cast<double>(a.image.pixels.size()), 12);
}

TEST(Aligner, ACropIsClippedToThePicture) {
    Image image(100, 80);
    EXPECT_EQ(eyes().aligner->crop(image, {-50, -50, 100, 100}, 150).width, 150);
    EXPECT_THROW((void)eyes().aligner->crop(image, {200, 0, 10, 10}, 150), Error);
}

}  // namespace
}  // namespace faces
