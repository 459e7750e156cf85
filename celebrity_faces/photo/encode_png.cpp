#include <png.h>

#include <array>
#include <string>

#include "faces/error.hpp"
#include "photo/encode.hpp"

namespace faces {
namespace {

[[noreturn]] void fail(png_structp /*png*/, png_const_charp text) {
    throw Error(ErrorCode::internal, text);
}
void ignore(png_structp /*png*/, png_const_charp /*text*/) {}

void append(png_structp png, png_bytep data, png_size_t count) {
    auto& bytes = *static_cast<std::vector<std::uint8_t>*>(png_get_io_ptr(png));
    bytes.insert(bytes.end(), data, data + count);
}
void flush(png_structp /*png*/) {}

class Writer {
  public:
    explicit Writer(std::vector<std::uint8_t>& bytes)
        : png(png_create_write_struct(PNG_LIBPNG_VER_STRING, nullptr, fail, ignore)),
          info(png != nullptr ? png_create_info_struct(png) : nullptr) {
        if (info == nullptr) {
            throw Error(ErrorCode::internal, "no memory for a PNG");
        }
        png_set_write_fn(png, &bytes, append, flush);
    }
    ~Writer() { png_destroy_write_struct(&png, &info); }
    Writer(const Writer&) = delete;
    Writer& operator=(const Writer&) = delete;

    png_structp png;
    png_infop info;
};

}  // namespace

std::vector<std::uint8_t> encode_png(const Image& image, Provenance provenance) {
    if (image.empty()) {
        throw Error(ErrorCode::invalid_argument, "an empty picture cannot be a PNG");
    }
    std::vector<std::uint8_t> bytes;
    Writer writer(bytes);
    png_set_IHDR(writer.png, writer.info, static_cast<png_uint_32>(image.width),
                 static_cast<png_uint_32>(image.height), 8, PNG_COLOR_TYPE_RGB, PNG_INTERLACE_NONE,
                 PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    png_set_sRGB(writer.png, writer.info, PNG_sRGB_INTENT_PERCEPTUAL);
    std::string description(provenance_text(provenance)), xmp = provenance_xmp(provenance);
    std::string software = "celebrity-faces";
    // The keywords are the PNG specification's (11.3.4.2) and the XMP specification's (part 3, 1.1.5).
    std::string names[] = {"Software", "Description", "XML:com.adobe.xmp"};
    std::array<png_text, 3> texts{};
    const auto set = [&](std::size_t i, int compression, std::string& text) {
        texts[i].compression = compression;
        texts[i].key = names[i].data();
        texts[i].text = text.data();
    };
    set(0, PNG_TEXT_COMPRESSION_NONE, software);
    set(1, PNG_TEXT_COMPRESSION_NONE, description);
    set(2, PNG_ITXT_COMPRESSION_NONE, xmp);
    png_set_text(writer.png, writer.info, texts.data(), static_cast<int>(texts.size()));
    png_write_info(writer.png, writer.info);
    for (int y = 0; y < image.height; ++y) {
        png_write_row(writer.png, image.row(y));
    }
    png_write_end(writer.png, nullptr);
    return bytes;
}

}  // namespace faces
