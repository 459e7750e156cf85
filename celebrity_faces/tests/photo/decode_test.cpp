#include "photo/decode.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <lcms2.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>

#include "faces/error.hpp"
#include "made_photos.hpp"
#include "photo/encode.hpp"
#include "temporary_folder.hpp"

namespace faces {
namespace {

using testing::Bytes;
using ::testing::HasSubstr;
using testing::JpegKind;

void expect_pixel(const Image& image, int x, int y, int r, int g, int b, int tolerance = 6) {
    const std::uint8_t* pixel = image.row(y) + static_cast<std::ptrdiff_t>(x) * 3;
    EXPECT_NEAR(pixel[0], r, tolerance) << "red at " << x << ", " << y;
    EXPECT_NEAR(pixel[1], g, tolerance) << "green at " << x << ", " << y;
    EXPECT_NEAR(pixel[2], b, tolerance) << "blue at " << x << ", " << y;
}

void expect_quarters(const Image& image, int tolerance = 6) {
    const int w = image.width, h = image.height;
    expect_pixel(image, w / 4, h / 4, 220, 30, 30, tolerance);
    expect_pixel(image, w * 3 / 4, h / 4, 30, 220, 30, tolerance);
    expect_pixel(image, w / 4, h * 3 / 4, 30, 30, 220, tolerance);
    expect_pixel(image, w * 3 / 4, h * 3 / 4, 220, 220, 30, tolerance);
}

void expect_error(const Bytes& bytes, ErrorCode code, const std::string& part) {
    try {
        (void)decode_photo(bytes);
        FAIL() << "decoded";
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), code) << error.what();
        EXPECT_THAT(error.what(), HasSubstr(part));
    }
}

TEST(Decode, EveryFormatYieldsTheSamePicture) {
    const Image image = testing::quarters(64, 48);
    for (const Bytes& bytes :
         {encode_jpeg(image), testing::png_of(image), testing::webp_of(image), testing::heic_of(image),
          testing::jpeg_of_kind(image, JpegKind::progressive)}) {
        const Photo photo = decode_photo(bytes);
        EXPECT_EQ(photo.image.width, 64);
        EXPECT_EQ(photo.image.height, 48);
        EXPECT_EQ(photo.original_width, 64);
        expect_quarters(photo.image, 12);
    }
}

TEST(Decode, GreyAndCmykJpegsBecomeRgb) {
    const Image image = testing::quarters(64, 48);
    expect_quarters(decode_photo(testing::jpeg_of_kind(image, JpegKind::cmyk)).image, 10);
    const Image grey = decode_photo(testing::jpeg_of_kind(image, JpegKind::grey)).image;
    EXPECT_EQ(grey.row(10)[30], grey.row(10)[31]);
    EXPECT_EQ(grey.row(10)[31], grey.row(10)[32]);
}

TEST(Decode, TransparencyIsLaidOnWhite) {
    Bytes rgba;
    for (int i = 0; i < 40 * 40; ++i) {
        rgba.insert(rgba.end(), {200, 0, 0, static_cast<std::uint8_t>(i < 800 ? 0 : 128)});
    }
    const Image image = decode_photo(testing::png_of_rgba(rgba, 40, 40)).image;
    expect_pixel(image, 20, 5, 255, 255, 255, 0);
    expect_pixel(image, 20, 35, 227, 127, 127, 1);
}

TEST(Decode, EveryOrientationComesOutUpright) {
    // A photo stored with orientation o shows the upright scene after the turn that EXIF names; build each
    // stored form from the scene by the inverse turn, written out plainly.
    const int w = 64, h = 48;
    const Image scene = testing::quarters(w, h);
    for (int orientation = 1; orientation <= 8; ++orientation) {
        Image stored(orientation >= 5 ? h : w, orientation >= 5 ? w : h);
        for (int y = 0; y < stored.height; ++y) {
            for (int x = 0; x < stored.width; ++x) {
                int u = x, v = y;  // where the stored pixel is in the scene
                switch (orientation) {
                    case 2:
                        u = w - 1 - x;
                        break;
                    case 3:
                        u = w - 1 - x;
                        v = h - 1 - y;
                        break;
                    case 4:
                        v = h - 1 - y;
                        break;
                    case 5:
                        u = y;
                        v = x;
                        break;
                    case 6:
                        u = w - 1 - y;
                        v = x;
                        break;
                    case 7:
                        u = w - 1 - y;
                        v = h - 1 - x;
                        break;
                    case 8:
                        u = y;
                        v = h - 1 - x;
                        break;
                    default:
                        break;
                }
                std::copy_n(scene.row(v) + static_cast<std::ptrdiff_t>(u) * 3, 3,
                            stored.row(y) + static_cast<std::ptrdiff_t>(x) * 3);
            }
        }
        SCOPED_TRACE(orientation);
        const Photo photo = decode_photo(testing::with_orientation(encode_jpeg(stored, 95), orientation));
        EXPECT_EQ(photo.image.width, w);
        EXPECT_EQ(photo.original_width, w);
        EXPECT_EQ(photo.original_height, h);
        expect_quarters(photo.image);
    }
}

TEST(Decode, AColourProfileIsApplied) {
    // Display P3's primaries: the same numbers mean stronger colours, which in sRGB lie further apart.
    cmsCIExyY white{0.3127, 0.3290, 1};
    cmsCIExyYTRIPLE primaries{{0.680, 0.320, 1}, {0.265, 0.690, 1}, {0.150, 0.060, 1}};
    cmsToneCurve* curve = cmsBuildGamma(nullptr, 2.2);
    cmsToneCurve* curves[] = {curve, curve, curve};
    cmsHPROFILE profile = cmsCreateRGBProfile(&white, &primaries, curves);
    cmsUInt32Number size = 0;
    cmsSaveProfileToMem(profile, nullptr, &size);
    Bytes icc(size);
    cmsSaveProfileToMem(profile, icc.data(), &size);
    cmsCloseProfile(profile);
    cmsFreeToneCurve(curve);

    Image flat(64, 64);
    for (std::size_t i = 0; i < flat.pixels.size(); i += 3) {
        flat.pixels[i] = 160;
        flat.pixels[i + 1] = 90;
        flat.pixels[i + 2] = 90;
    }
    const Bytes plain = encode_jpeg(flat, 95);
    expect_pixel(decode_photo(plain).image, 30, 30, 160, 90, 90, 3);
    const Image converted = decode_photo(testing::with_profile(plain, icc)).image;
    EXPECT_GT(converted.row(30)[90], 166) << "P3's red is stronger than sRGB's";
    EXPECT_LT(converted.row(30)[91], 90);
}

TEST(Decode, LargeJpegsAreDecodedSmallerAndKnowTheirOriginalSize) {
    const Image image = testing::quarters(640, 480);
    const PhotoLimits limits{.max_pixels = 640 * 480 / 3};
    const Photo photo = decode_photo(encode_jpeg(image), limits);
    EXPECT_EQ(photo.image.width, 320);
    EXPECT_EQ(photo.image.height, 240);
    EXPECT_EQ(photo.original_width, 640);
    EXPECT_EQ(photo.original_height, 480);
    EXPECT_DOUBLE_EQ(photo.scale(), 2.0);
    expect_quarters(photo.image);
    EXPECT_THROW((void)decode_photo(encode_jpeg(image), {.max_pixels = 640 * 480 / 65}), Error);
    EXPECT_THROW((void)decode_photo(testing::png_of(image), limits), Error) << "other formats are refused";
}

TEST(Decode, AProgressiveJpegIsBoundedByWhatItsCoefficientsTake) {
    const testing::Bytes progressive =
        testing::jpeg_of_kind(testing::quarters(640, 480), JpegKind::progressive);
    const Photo photo = decode_photo(progressive, {.max_pixels = 640 * 480});
    EXPECT_EQ(photo.image.width, 320)
        << "beside all the coefficients there is room for a quarter of the image";
    EXPECT_EQ(photo.original_width, 640);
    expect_quarters(photo.image);
    try {
        (void)decode_photo(progressive, {.max_pixels = 640 * 480 / 8});
        FAIL() << "a baseline JPEG of this size is decoded at 1/4";
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::too_large);
        EXPECT_THAT(error.what(), HasSubstr("progressive"));
    }
}

TEST(Decode, APngHeaderOfFortyMegapixelsAndOneIsRefusedBeforeAnythingIsDecoded) {
    // Nothing follows the header: a decoder that began to decode would call the file damaged.
    expect_error(testing::png_header(40'001, 1'000), ErrorCode::too_large,
                 "40001 x 1000 pixels, that is 40.1 megapixels; at most 40.0");
    expect_error(testing::png_header(0x7fffffff, 0x7fffffff), ErrorCode::too_large, "megapixels");
    expect_error(testing::png_header(0xffffffff, 0xfffffffe), ErrorCode::too_large, "megapixels");
    expect_error(testing::png_header(31, 1'000), ErrorCode::too_small, "31 x 1000");
}

TEST(Decode, BytesThatAreNoPictureAreNamed) {
    expect_error({}, ErrorCode::unsupported_media, "empty");
    const std::string text = "this is a text, whatever its name ends in";
    expect_error(Bytes(text.begin(), text.end()), ErrorCode::unsupported_media, "JPEG, PNG, WebP and HEIC");
    expect_error(Bytes(25'000'001, 0xFF), ErrorCode::too_large, "25.0 MB");
}

TEST(Decode, APhotoCutShortAnywhereIsDamaged) {
    const Image image = testing::quarters(64, 48);
    for (const Bytes& whole : {encode_jpeg(image), testing::jpeg_of_kind(image, JpegKind::progressive),
                               testing::png_of(image), testing::webp_of(image), testing::heic_of(image)}) {
        for (std::size_t keep = 16; keep + 2 < whole.size();
             keep += std::max<std::size_t>(1, whole.size() / 40)) {
            const Bytes part(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(keep));
            try {
                (void)decode_photo(part);
                FAIL() << keep << " of " << whole.size() << " bytes were enough";
            } catch (const Error& error) {
                EXPECT_EQ(error.code(), ErrorCode::damaged_photo) << error.what();
            }
        }
    }
}

TEST(Decode, FlippedBytesNeverCrash) {
    const Image image = testing::quarters(40, 40);
    for (const Bytes& whole :
         {encode_jpeg(image), testing::png_of(image), testing::webp_of(image), testing::heic_of(image)}) {
        for (std::size_t i = 0; i < whole.size(); i += 3) {
            Bytes flipped = whole;
            flipped[i] ^= 0x55U;
            try {
                const Photo photo = decode_photo(flipped);
                EXPECT_EQ(photo.image.pixels.size(), static_cast<std::size_t>(photo.image.width) *
                                                         static_cast<std::size_t>(photo.image.height) * 3);
            } catch (const Error&) {
                SUCCEED();
            }
        }
    }
}

TEST(ReadPhotoFile, APipeIsRefusedAndNotWaitedFor) {
    const tests::TemporaryFolder folder;
    const std::filesystem::path pipe = folder / "pipe.jpg";
    ASSERT_EQ(mkfifo(pipe.c_str(), 0600), 0);
    EXPECT_THROW((void)read_photo_file(pipe), Error);
}

TEST(ReadPhotoFile, NamesTheFileThatCannotBeRead) {
    try {
        (void)read_photo_file("/nowhere/a \"b\".c.jpg");
        FAIL();
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::not_found);
        EXPECT_THAT(error.what(), HasSubstr("/nowhere/a \"b\".c.jpg"));
    }
}

}  // namespace
}  // namespace faces
