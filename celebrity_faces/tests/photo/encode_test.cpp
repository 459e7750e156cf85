#include "photo/encode.hpp"

#include <gtest/gtest.h>

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

}  // namespace
}  // namespace faces
