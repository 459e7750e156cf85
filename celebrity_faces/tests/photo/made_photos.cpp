#include "made_photos.hpp"

#include <cstdio>

#include <jpeglib.h>
#include <libheif/heif.h>
#include <png.h>
#include <webp/encode.h>
#include <zlib.h>

#include <algorithm>
#include <cstdlib>
#include <stdexcept>

namespace faces::testing {
namespace {

void insert_segment(Bytes& jpeg, std::uint8_t marker, const Bytes& content) {
    const std::size_t length = content.size() + 2;
    Bytes segment{0xFF, marker, static_cast<std::uint8_t>(length >> 8U), static_cast<std::uint8_t>(length)};
    segment.insert(segment.end(), content.begin(), content.end());
    jpeg.insert(jpeg.begin() + 2, segment.begin(), segment.end());
}

void append_big_endian(Bytes& bytes, std::uint32_t value) {
    for (int shift = 24; shift >= 0; shift -= 8) {
        bytes.push_back(static_cast<std::uint8_t>(value >> shift));
    }
}

}  // namespace

Image quarters(int width, int height) {
    Image image(width, height);
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
            const bool right = x >= width / 2;
            const bool below = y >= height / 2;
            std::uint8_t* pixel = image.row(y) + static_cast<std::ptrdiff_t>(x) * 3;
            pixel[0] = right == below ? 220 : 30;
            pixel[1] = right ? 220 : 30;
            pixel[2] = !right && below ? 220 : 30;
            if (!right && below) {
                pixel[0] = 30;
            }
        }
    }
    return image;
}

Bytes png_of_rgba(const Bytes& rgba, int width, int height) {
    png_image png{};
    png.version = PNG_IMAGE_VERSION;
    png.width = static_cast<png_uint_32>(width);
    png.height = static_cast<png_uint_32>(height);
    png.format = PNG_FORMAT_RGBA;
    png_alloc_size_t size = 0;
    png_image_write_to_memory(&png, nullptr, &size, 0, rgba.data(), 0, nullptr);
    Bytes bytes(size);
    if (png_image_write_to_memory(&png, bytes.data(), &size, 0, rgba.data(), 0, nullptr) == 0) {
        throw std::runtime_error(png.message);
    }
    bytes.resize(size);
    return bytes;
}

Bytes png_of(const Image& image) {
    Bytes rgba;
    for (std::size_t i = 0; i < image.pixels.size(); i += 3) {
        rgba.insert(rgba.end(), {image.pixels[i], image.pixels[i + 1], image.pixels[i + 2], 255});
    }
    return png_of_rgba(rgba, image.width, image.height);
}

Bytes png_header(std::uint32_t width, std::uint32_t height) {
    Bytes bytes{0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
    append_big_endian(bytes, 13);
    Bytes header{'I', 'H', 'D', 'R'};
    append_big_endian(header, width);
    append_big_endian(header, height);
    header.insert(header.end(), {8, 2, 0, 0, 0});  // 8-bit RGB
    bytes.insert(bytes.end(), header.begin(), header.end());
    append_big_endian(bytes,
                      static_cast<std::uint32_t>(crc32(0, header.data(), static_cast<uInt>(header.size()))));
    return bytes;
}

Bytes webp_of(const Image& image) {
    std::uint8_t* data = nullptr;
    const std::size_t size =
        WebPEncodeLosslessRGB(image.pixels.data(), image.width, image.height, image.width * 3, &data);
    Bytes bytes(data, data + size);
    WebPFree(data);
    return bytes;
}

Bytes heic_of(const Image& image) {
    const auto check = [](const heif_error& error) {
        if (error.code != heif_error_Ok) {
            throw std::runtime_error(error.message);
        }
    };
    heif_context* context = heif_context_alloc();
    heif_encoder* encoder = nullptr;
    check(heif_context_get_encoder_for_format(context, heif_compression_HEVC, &encoder));
    heif_encoder_set_lossy_quality(encoder, 90);
    heif_image* picture = nullptr;
    check(heif_image_create(image.width, image.height, heif_colorspace_RGB, heif_chroma_interleaved_RGB,
                            &picture));
    check(heif_image_add_plane(picture, heif_channel_interleaved, image.width, image.height, 8));
    int stride = 0;
    std::uint8_t* plane = heif_image_get_plane(picture, heif_channel_interleaved, &stride);
    for (int y = 0; y < image.height; ++y) {
        std::copy_n(image.row(y), image.width * 3, plane + static_cast<std::ptrdiff_t>(y) * stride);
    }
    check(heif_context_encode_image(context, picture, encoder, nullptr, nullptr));
    Bytes bytes;
    heif_writer writer{
        .writer_api_version = 1,
        .write = [](heif_context*, const void* data, std::size_t size, void* to) -> heif_error {
            const auto* first = static_cast<const std::uint8_t*>(data);
            static_cast<Bytes*>(to)->assign(first, first + size);
            return {heif_error_Ok, heif_suberror_Unspecified, ""};
        }};
    check(heif_context_write(context, &writer, &bytes));
    heif_image_release(picture);
    heif_encoder_release(encoder);
    heif_context_free(context);
    return bytes;
}

Bytes with_orientation(const Bytes& jpeg, int orientation) {
    const auto value = static_cast<std::uint8_t>(orientation);
    // A TIFF header and one directory with one entry: tag 0x0112, SHORT, count 1.
    const Bytes exif{'E', 'x',  'i', 'f', 0, 0, 'M', 'M', 0, 42,    0, 0, 0, 8, 0, 1,
                     1,   0x12, 0,   3,   0, 0, 0,   1,   0, value, 0, 0, 0, 0, 0, 0};
    Bytes turned = jpeg;
    insert_segment(turned, 0xE1, exif);
    return turned;
}

Bytes with_profile(const Bytes& jpeg, const Bytes& icc) {
    Bytes content{'I', 'C', 'C', '_', 'P', 'R', 'O', 'F', 'I', 'L', 'E', 0, 1, 1};
    content.insert(content.end(), icc.begin(), icc.end());
    Bytes profiled = jpeg;
    insert_segment(profiled, 0xE2, content);
    return profiled;
}

Bytes jpeg_of_kind(const Image& image, JpegKind kind) {
    jpeg_compress_struct info{};
    jpeg_error_mgr errors{};
    info.err = jpeg_std_error(&errors);
    jpeg_create_compress(&info);
    unsigned char* data = nullptr;
    unsigned long size = 0;
    jpeg_mem_dest(&info, &data, &size);
    info.image_width = static_cast<JDIMENSION>(image.width);
    info.image_height = static_cast<JDIMENSION>(image.height);
    info.input_components = kind == JpegKind::cmyk ? 4 : 3;
    info.in_color_space = kind == JpegKind::cmyk ? JCS_CMYK : JCS_RGB;
    jpeg_set_defaults(&info);
    if (kind == JpegKind::grey) {
        jpeg_set_colorspace(&info, JCS_GRAYSCALE);
    }
    if (kind == JpegKind::progressive) {
        jpeg_simple_progression(&info);
    }
    jpeg_set_quality(&info, 95, TRUE);
    jpeg_start_compress(&info, TRUE);
    Bytes line;
    for (int y = 0; y < image.height; ++y) {
        line.clear();
        for (int x = 0; x < image.width; ++x) {
            const std::uint8_t* pixel = image.row(y) + static_cast<std::ptrdiff_t>(x) * 3;
            line.insert(line.end(), pixel, pixel + 3);
            if (kind == JpegKind::cmyk) {
                line.push_back(255);
            }  // inverted: no black ink
        }
        JSAMPROW row = line.data();
        jpeg_write_scanlines(&info, &row, 1);
    }
    jpeg_finish_compress(&info);
    Bytes bytes(data, data + size);
    jpeg_destroy_compress(&info);
    std::free(data);
    return bytes;
}

}  // namespace faces::testing
