#include "photo/encode.hpp"

// jpeglib.h needs FILE and size_t declared before it.
#include <cstdio>

#include <jpeglib.h>

#include <array>
#include <cstdlib>
#include <memory>
#include <string_view>

#include "faces/error.hpp"

namespace faces {
namespace {

constexpr std::string_view base64_digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

[[noreturn]] void fail(j_common_ptr info) {
    char text[JMSG_LENGTH_MAX];
    info->err->format_message(info, text);
    throw Error(ErrorCode::internal, text);
}

class Compressor {
  public:
    Compressor() {
        info.err = jpeg_std_error(&errors_);
        errors_.error_exit = fail;
        jpeg_create_compress(&info);
        jpeg_mem_dest(&info, &data_, &size_);
    }
    ~Compressor() {
        jpeg_destroy_compress(&info);
        std::free(data_);
    }
    Compressor(const Compressor&) = delete;
    Compressor& operator=(const Compressor&) = delete;

    [[nodiscard]] std::vector<std::uint8_t> bytes() const { return {data_, data_ + size_}; }

    jpeg_compress_struct info{};

  private:
    jpeg_error_mgr errors_{};
    unsigned char* data_ = nullptr;
    unsigned long size_ = 0;
};

template <typename WriteMarkers>
std::vector<std::uint8_t> compress(const Image& image, int quality, const WriteMarkers& write_markers) {
    if (image.empty()) {
        throw Error(ErrorCode::invalid_argument, "an empty picture cannot be a JPEG");
    }
    Compressor compressor;
    jpeg_compress_struct& info = compressor.info;
    info.image_width = static_cast<JDIMENSION>(image.width);
    info.image_height = static_cast<JDIMENSION>(image.height);
    info.input_components = 3;
    info.in_color_space = JCS_RGB;
    jpeg_set_defaults(&info);
    jpeg_set_quality(&info, quality, TRUE);
    // Colour at full size: faces are small, and halved colour shows at the lips.
    info.comp_info[0].h_samp_factor = 1;
    info.comp_info[0].v_samp_factor = 1;
    jpeg_start_compress(&info, TRUE);
    write_markers(info);
    while (info.next_scanline < info.image_height) {
        JSAMPROW row = const_cast<JSAMPROW>(image.row(static_cast<int>(info.next_scanline)));
        jpeg_write_scanlines(&info, &row, 1);
    }
    jpeg_finish_compress(&info);
    return compressor.bytes();
}

void write_marker(jpeg_compress_struct& info, int marker, std::string_view text) {
    jpeg_write_marker(&info, marker, reinterpret_cast<const JOCTET*>(text.data()),
                      static_cast<unsigned>(text.size()));
}

std::string base64(const std::vector<std::uint8_t>& bytes) {
    std::string text;
    text.reserve((bytes.size() + 2) / 3 * 4);
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        const std::size_t count = std::min<std::size_t>(3, bytes.size() - i);
        std::uint32_t group = 0;
        for (std::size_t j = 0; j < 3; ++j) {
            group = group << 8U | (j < count ? bytes[i + j] : 0U);
        }
        for (std::size_t j = 0; j < 4; ++j) {
            text += j <= count ? base64_digits[group >> (18 - 6 * j) & 63U] : '=';
        }
    }
    return text;
}

[[noreturn]] void refuse_url(const char* why) {
    throw Error(ErrorCode::invalid_argument,
                std::string("not a picture's data URL (data:image/jpeg;base64,…): ") + why);
}

std::vector<std::uint8_t> from_base64(std::string_view text) {
    static const auto values = [] {
        std::array<std::int8_t, 256> table{};
        table.fill(-1);
        for (std::size_t i = 0; i < 64; ++i) {
            table[static_cast<unsigned char>(base64_digits[i])] = static_cast<std::int8_t>(i);
        }
        return table;
    }();
    while (text.ends_with('=')) {
        text.remove_suffix(1);
    }
    std::vector<std::uint8_t> bytes;
    bytes.reserve(text.size() / 4 * 3 + 2);
    std::uint32_t group = 0;
    unsigned bits = 0;
    for (const char digit : text) {
        const std::int8_t value = values[static_cast<unsigned char>(digit)];
        if (value < 0) {
            refuse_url("it has a character that is not base64's");
        }
        group = group << 6U | static_cast<std::uint8_t>(value);
        bits += 6;
        if (bits >= 8) {
            bits -= 8;
            bytes.push_back(static_cast<std::uint8_t>(group >> bits));
        }
    }
    return bytes;
}

}  // namespace

std::vector<std::uint8_t> encode_jpeg(const Image& image, int quality) {
    return compress(image, quality, [](jpeg_compress_struct& /*info*/) {});
}

std::vector<std::uint8_t> encode_jpeg(const Image& image, Provenance provenance, int quality) {
    // XMP specification, part 3, section 1.1.3: the name and its final zero stand before the packet.
    std::string xmp = "http://ns.adobe.com/xap/1.0/";
    xmp += '\0';
    xmp += provenance_xmp(provenance);
    return compress(image, quality, [&](jpeg_compress_struct& info) {
        write_marker(info, JPEG_APP0 + 1, xmp);
        write_marker(info, JPEG_COM, provenance_text(provenance));
    });
}

std::string jpeg_data_url(const Image& image, int quality) {
    return "data:image/jpeg;base64," + base64(encode_jpeg(image, quality));
}

std::vector<std::uint8_t> data_url_bytes(const std::string& url) {
    const std::string_view text = url;
    const std::size_t comma = text.find(',');
    if (!text.starts_with("data:image/")) {
        refuse_url("it does not begin with data:image/");
    }
    if (comma == std::string_view::npos || !text.substr(0, comma).ends_with(";base64")) {
        refuse_url("it has no ;base64, part");
    }
    return from_base64(text.substr(comma + 1));
}

}  // namespace faces
