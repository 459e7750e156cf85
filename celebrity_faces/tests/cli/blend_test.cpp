#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "photo/decode.hpp"
#include "photo/encode.hpp"
#include "program.hpp"
#include "test_photos.hpp"

namespace faces {
namespace {

using testing::celebrity_faces;
using testing::Finished;
using ::testing::HasSubstr;
using testing::read_file;
using testing::TemporaryFolder;
using testing::write_file;

Image picture_in(const std::filesystem::path& file) {
    return decode_photo(read_photo_file(file.string())).image;
}

TEST(Blend, APhotoWithItselfIsMorphedAndDrawn) {
    FACES_NEED_ASTRONAUT(photo);
    const TemporaryFolder folder;
    for (const std::string kind : {"photos", "drawn"}) {
        const auto file = folder.path() / (kind + ".png");
        const Finished run = celebrity_faces(
            {"blend", photo->string(), photo->string(), "--kind", kind, "--out", file.string()});
        ASSERT_EQ(run.status, 0) << run.err;
        EXPECT_EQ(picture_in(file).width, kind == "drawn" ? 192 : 256);
        EXPECT_THAT(read_file(file), HasSubstr("Made by a machine"));
        const Finished seen = celebrity_faces(
            {"match", file.string(), "--detector", "mtcnn", "--data", (folder.path() / "data").string()});
        EXPECT_THAT(seen.out, HasSubstr("1 face(s)")) << kind;
    }
}

TEST(Blend, StepsStandSideBySideOrMove) {
    FACES_NEED_ASTRONAUT(photo);
    const TemporaryFolder folder;
    const auto strip = folder.path() / "strip.jpg", moving = folder.path() / "moving.gif";
    const std::string name = photo->string();
    ASSERT_EQ(
        celebrity_faces({"blend", name, name, "--kind", "drawn", "--steps", "5", "--out", strip.string()})
            .status,
        0);
    EXPECT_EQ(picture_in(strip).width, 5 * 192);
    ASSERT_EQ(
        celebrity_faces({"blend", name, name, "--steps", "3", "--gif", "--out", moving.string()}).status, 0);
    EXPECT_THAT(read_file(moving).substr(0, 6), "GIF89a");
}

TEST(Blend, WhatCannotBeIsToldWithTheRemedy) {
    FACES_NEED_ASTRONAUT(photo);
    const TemporaryFolder folder;
    const std::string name = photo->string(), out = (folder.path() / "out.png").string();
    const auto empty = folder.path() / "grey.jpg";
    const std::vector<std::uint8_t> grey = encode_jpeg(Image(64, 64));
    write_file(empty, std::string(grey.begin(), grey.end()));
    const auto told = [](std::vector<std::string> arguments, int status, const char* text) {
        arguments.insert(arguments.begin(), "blend");
        const Finished run = celebrity_faces(arguments);
        EXPECT_EQ(run.status, status) << run.err;
        EXPECT_THAT(run.err, HasSubstr(text));
    };
    told({name, empty.string(), "--out", out}, 1, "grey.jpg: no face was found");
    told({name, name, "--out", (folder.path() / "out.bmp").string()}, 1, "a name that ends in .png or .jpg");
    told({name, name, "--out", (folder.path() / "out.gif").string(), "--gif"}, 1, "give --steps");
    told({name, name, "--out", out, "--t", "1.5"}, 2, "1.5");
    told({name, name, "--out", out, "--kind", "painted"}, 2, "painted");
    told({name, name, "--out", out, "--kind", "drawn", "--embedder", "dlib-resnet-v1"}, 1,
         "leave --embedder out");
    told({name, (folder.path() / "none.jpg").string(), "--out", out}, 1, "none.jpg");
}

}  // namespace
}  // namespace faces
