#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "faces/error.hpp"
#include "made_onnx.hpp"
#include "temporary_folder.hpp"
#include "vision/vision.hpp"

namespace faces {
namespace {

using ::testing::HasSubstr;

/// A user's own network and its description, in a folder of the test's.
class OwnEmbedder : public ::testing::Test {
  protected:
    OwnEmbedder() { testing::write_colour_network(network()); }

    [[nodiscard]] std::filesystem::path network() const { return folder_.path() / "colours.onnx"; }
    void describe(const std::string& json) const { std::ofstream(folder_.path() / "colours.json") << json; }
    [[nodiscard]] VisionOptions options() const {
        return {.models = FACES_MODELS, .precision = "f32", .embedder = network().string()};
    }
    [[nodiscard]] std::string refusal() const {
        try {
            (void)make_embedder(options());
        } catch (const Error& error) {
            return error.what();
        }
        return "none";
    }
    /// Red to the left, blue to the right.
    [[nodiscard]] static Image two_colours() {
        Image chip(32, 32);
        for (int y = 0; y < 32; ++y) {
            for (int x = 0; x < 32; ++x) {
                chip.row(y)[3 * x + (x < 16 ? 0 : 2)] = 200;
            }
        }
        return chip;
    }

    tests::TemporaryFolder folder_;
};

TEST_F(OwnEmbedder, IsFedAsItsDescriptionSays) {
    describe(
        R"({"name": "colours", "size": 32, "dimension": 48, "metric": "l2", "mean": [100, 0, 0], "scale": 0.01})");
    const auto embedder = make_embedder(options());
    EXPECT_EQ(embedder->info(), (EmbedderInfo{"colours", 48, "l2", "f32"}));
    EXPECT_EQ(embedder->input_size(), 32);
    const Image chip = two_colours();
    const Embedding values = embedder->embed({&chip, 1}).at(0);
    // The mean of the chip's and its mirror image's: in each square half of 200, less the mean, times the
    // scale.
    for (std::size_t square = 0; square < 16; ++square) {
        EXPECT_NEAR(values[square], (100 - 100) * 0.01, 1e-5) << "red, square " << square;
        EXPECT_NEAR(values[16 + square], 0, 1e-5) << "green, square " << square;
        EXPECT_NEAR(values[32 + square], 1, 1e-5) << "blue, square " << square;
    }
}

TEST_F(OwnEmbedder, BlueComesFirstWhereTheDescriptionSaysSo) {
    describe(R"({"name": "colours", "size": 32, "dimension": 48, "metric": "l2", "colour_order": "bgr"})");
    const Image red = [] {
        Image chip(32, 32);
        for (std::size_t i = 0; i < chip.pixels.size(); i += 3) chip.pixels[i] = 90;
        return chip;
    }();
    const Embedding values = make_embedder(options())->embed({&red, 1}).at(0);
    EXPECT_NEAR(values[0], 0, 1e-5);
    EXPECT_NEAR(values[32], 90, 1e-4);
}

TEST_F(OwnEmbedder, ComparedByCosineHasLengthOneAndAlignsByItsTemplate) {
    describe(R"({"name": "colours", "size": 32, "dimension": 48,
                 "alignment": [[10, 10], [22, 10], [16, 16], [11, 24], [21, 24]]})");
    const Image chip = two_colours();
    double squares = 0;
    const Embedding embedding = make_embedder(options())->embed({&chip, 1}).at(0);
    for (const float value : embedding) squares += value * value;
    EXPECT_NEAR(squares, 1, 1e-5);
    Face face;
    face.landmarks = {{{100, 100}, {148, 100}, {124, 124}, {104, 156}, {144, 156}}};
    const Chip cut = make_aligner(options())->align(Image(250, 250), face);
    EXPECT_EQ(cut.image.width, 32);
    EXPECT_NEAR(cut.landmarks[0].x, 10, 1e-6);
    EXPECT_NEAR(cut.landmarks[4].y, 24, 1e-6);
}

TEST_F(OwnEmbedder, WhatIsWrongWithItIsNamed) {
    EXPECT_THAT(refusal(), HasSubstr("colours.json, which cannot be read"));
    describe("no json");
    EXPECT_THAT(refusal(), HasSubstr("is no JSON object"));
    describe(R"({"size": 32, "dimension": 48})");
    EXPECT_THAT(refusal(), HasSubstr("needs \"name\""));
    describe(R"({"name": "mobilefacenet", "size": 32, "dimension": 48})");
    EXPECT_THAT(refusal(), HasSubstr("comes with the program"));
    describe(R"({"name": "colours", "size": 5, "dimension": 48})");
    EXPECT_THAT(refusal(), HasSubstr("needs \"size\", a whole number from 16 to 1024; it has 5"));
    describe(R"({"name": "colours", "size": 32, "dimension": 40})");
    EXPECT_THAT(refusal(), HasSubstr("answers 48 values a face, its description says 40"));
    describe(R"({"name": "colours", "size": 32, "dimension": 48, "colour_order": "rbg"})");
    EXPECT_THAT(refusal(), HasSubstr("rgb, bgr"));
    describe(R"({"name": "colours", "size": 32, "dimension": 48, "mean": "grey"})");
    EXPECT_THAT(refusal(), HasSubstr("\"mean\""));
    describe(R"({"name": "colours", "size": 32, "dimension": 48, "alignment": [[1, 2]]})");
    EXPECT_THAT(refusal(), HasSubstr("\"alignment\""));
    describe(R"({"name": "colours", "size": 32, "dimension": 48})");
    std::ofstream(network()) << "no network";
    EXPECT_THAT(refusal(), HasSubstr("colours.onnx cannot be loaded"));
    std::filesystem::remove(network());
    EXPECT_THAT(refusal(), HasSubstr("there is no network"));
    EXPECT_THROW((void)make_embedder({.models = FACES_MODELS, .embedder = "facenet"}), Error);
}

}  // namespace
}  // namespace faces
