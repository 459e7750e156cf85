#include "photo/encode.hpp"

#include <gtest/gtest.h>

#include <string>
#include <utility>

#include "faces/error.hpp"
#include "made_photos.hpp"
#include "photo/decode.hpp"

namespace faces {
namespace {

TEST(Encode, AJpegComesBackNearlyAsItWent) {
    const Image image = testing::quarters(50, 37);
    const Image back = decode_photo(encode_jpeg(image, 95)).image;
    ASSERT_EQ(back.pixels.size(), image.pixels.size());
    double sum = 0;
    for (std::size_t i = 0; i < image.pixels.size(); ++i) {
        sum += std::abs(image.pixels[i] - back.pixels[i]);
    }
    EXPECT_LT(sum / static_cast<double>(image.pixels.size()), 3);
    EXPECT_THROW((void)encode_jpeg(Image()), Error);
}

TEST(Encode, ADataUrlCarriesTheSameBytes) {
    for (int width : {40, 41, 42}) {  // lengths of every remainder by three
        const Image image = testing::quarters(width, 40);
        EXPECT_EQ(data_url_bytes(jpeg_data_url(image, 80)), encode_jpeg(image, 80));
    }
    EXPECT_EQ(data_url_bytes("data:image/png;base64,TWFu"), (std::vector<std::uint8_t>{'M', 'a', 'n'}));
    EXPECT_EQ(data_url_bytes("data:image/png;base64,TWE="), (std::vector<std::uint8_t>{'M', 'a'}));
}

TEST(Encode, WhatIsNoPicturesDataUrlIsRefused) {
    for (const char* url : {"", "http://example.org/a.jpg", "data:text/plain;base64,TWFu",
                            "data:image/jpeg,TWFu", "data:image/jpeg;base64,T!Fu"}) {
        EXPECT_THROW((void)data_url_bytes(url), Error) << url;
    }
}

std::string as_text(const std::vector<std::uint8_t>& bytes) {
    return {bytes.begin(), bytes.end()};
}

TEST(Encode, AMadePictureSaysSoInEveryFormat) {
    const Image image = testing::quarters(40, 40);
    for (const auto& [provenance, source] : {std::pair{Provenance::drawn, "trainedAlgorithmicMedia"},
                                             std::pair{Provenance::morphed, "compositeSynthetic"}}) {
        const std::string jpeg = as_text(encode_jpeg(image, provenance));
        EXPECT_NE(jpeg.find("http://ns.adobe.com/xap/1.0/"), std::string::npos);
        const std::string png = as_text(encode_png(image, provenance));
        EXPECT_NE(png.find("XML:com.adobe.xmp"), std::string::npos);
        for (const std::string& bytes : {jpeg, png}) {
            EXPECT_NE(bytes.find(source), std::string::npos);
            EXPECT_NE(bytes.find("Made by a machine"), std::string::npos);
        }
        EXPECT_NE(as_text(encode_gif({&image, 1}, 10, provenance)).find("Made by a machine"),
                  std::string::npos);
    }
    EXPECT_EQ(as_text(encode_jpeg(image)).find("machine"), std::string::npos);
}

TEST(Encode, APngComesBackAsItWent) {
    const Image image = testing::quarters(50, 37);
    EXPECT_EQ(decode_photo(encode_png(image, Provenance::drawn)).image.pixels, image.pixels);
    EXPECT_THROW((void)encode_png(Image(), Provenance::drawn), Error);
}

TEST(Encode, AnAnimationHoldsItsPicturesAndRepeats) {
    const std::vector<Image> pictures(3, testing::quarters(40, 30));
    const std::string gif = as_text(encode_gif(pictures, 8, Provenance::morphed));
    EXPECT_TRUE(gif.starts_with("GIF89a"));
    EXPECT_NE(gif.find("NETSCAPE2.0"), std::string::npos);
    std::size_t descriptors = 0;
    const std::string control("\x21\xF9\x04", 3);  // a graphic control extension before each picture
    for (std::size_t at = gif.find(control); at != std::string::npos; at = gif.find(control, at + 1)) {
        ++descriptors;
    }
    EXPECT_EQ(descriptors, 3U);
    EXPECT_EQ(gif.back(), '\x3B');
    EXPECT_THROW((void)encode_gif({}, 8, Provenance::morphed), Error);
    const std::vector<Image> unlike{Image(40, 40), Image(41, 40)};
    EXPECT_THROW((void)encode_gif(unlike, 8, Provenance::morphed), Error);
}

}  // namespace
}  // namespace faces
