// jpeglib.h needs FILE and size_t declared before it.
#include <cstdio>

#include <jerror.h>
#include <jpeglib.h>

#include <fmt/format.h>

#include <string>
#include <vector>

#include "faces/error.hpp"
#include "photo/codec.hpp"
#include "photo/upright.hpp"

namespace faces {
namespace {

/// libjpeg leaves an error by calling this, which must not return: the exception passes through C code that
/// was compiled with unwinding tables, as Debian's is.
[[noreturn]] void fail(j_common_ptr info) {
    char text[JMSG_LENGTH_MAX];
    info->err->format_message(info, text);
    throw Error(ErrorCode::damaged_photo, fmt::format("the JPEG is damaged: {}", text));
}

/// Warnings: data that end early are an error to us, for half a photo is grey; stray bytes between markers
/// are not.
void warn(j_common_ptr info, int level) {
    if (level >= 0) {
        return;
    }
    const int code = info->err->msg_code;
    if (code == JWRN_JPEG_EOF || code == JWRN_HIT_MARKER) {
        fail(info);
    }
}

class Decompressor {
  public:
    explicit Decompressor(std::span<const std::uint8_t> bytes) {
        info.err = jpeg_std_error(&errors_);
        errors_.error_exit = fail;
        errors_.emit_message = warn;
        jpeg_create_decompress(&info);
        jpeg_mem_src(&info, bytes.data(), bytes.size());
        jpeg_save_markers(&info, JPEG_APP0 + 1, 0xFFFF);  // EXIF
        jpeg_save_markers(&info, JPEG_APP0 + 2, 0xFFFF);  // ICC
    }
    ~Decompressor() { jpeg_destroy_decompress(&info); }
    Decompressor(const Decompressor&) = delete;
    Decompressor& operator=(const Decompressor&) = delete;

    [[nodiscard]] Orientation orientation() const {
        for (const auto* marker = info.marker_list; marker != nullptr; marker = marker->next) {
            if (marker->marker == JPEG_APP0 + 1 && marker->data_length > 6 &&
                std::string_view(reinterpret_cast<const char*>(marker->data), 4) == "Exif") {
                return exif_orientation({marker->data, marker->data_length});
            }
        }
        return 1;
    }
    [[nodiscard]] std::vector<std::uint8_t> icc_profile() {
        JOCTET* data = nullptr;
        unsigned length = 0;
        if (jpeg_read_icc_profile(&info, &data, &length) == FALSE) {
            return {};
        }
        std::vector<std::uint8_t> profile(data, data + length);
        std::free(data);
        return profile;
    }

    jpeg_decompress_struct info{};

  private:
    jpeg_error_mgr errors_{};
};

/// A JPEG in several scans, as progressive ones are, keeps the coefficients of the full picture in memory, at
/// whatever scale it is decoded: 6 bytes a pixel, 3 where colour has a quarter of the samples as usual. What
/// is allowed is that of a picture of max_pixels in full colour.
void check_coefficients(const jpeg_decompress_struct& info, const PhotoLimits& limits) {
    std::int64_t coefficients = 0;
    for (int i = 0; i < info.num_components; ++i) {
        const jpeg_component_info& component = info.comp_info[i];
        coefficients += std::int64_t{component.width_in_blocks} * component.height_in_blocks * DCTSIZE2;
    }
    // Some blocks at the border lie outside of the picture.
    const std::int64_t allowed = 3 * limits.max_pixels + limits.max_pixels / 8;
    if (coefficients > allowed) {
        throw Error(
            ErrorCode::too_large,
            fmt::format("the photo is a progressive JPEG of {} x {} pixels, which takes {:.0f} MB of "
                        "memory to decode; at most {:.0f} MB are allowed: save it smaller or not progressive",
                        info.image_width, info.image_height, 2e-6 * static_cast<double>(coefficients),
                        2e-6 * static_cast<double>(allowed)));
    }
}

/// The smallest reduction that fits: 1, 2, 4 or 8. The scaled decoding costs neither the full picture's
/// memory nor its time.
unsigned reduction(StoredSize size, bool several_scans, const PhotoLimits& limits) {
    PhotoLimits reduced = limits;
    reduced.max_pixels *= 64;
    check_size(size, reduced);
    // Beside all the coefficients only a smaller image has room.
    const std::int64_t max_pixels = several_scans ? limits.max_pixels / 2 : limits.max_pixels;
    unsigned by = 1;
    while (by < 8 && size.width * size.height > max_pixels * by * by) {
        by *= 2;
    }
    return by;
}

}  // namespace

Photo decode_jpeg(std::span<const std::uint8_t> bytes, const PhotoLimits& limits) {
    Decompressor decompressor(bytes);
    jpeg_decompress_struct& info = decompressor.info;
    jpeg_read_header(&info, TRUE);
    const StoredSize stored{info.image_width, info.image_height};
    info.scale_num = 1;
    const bool several_scans = jpeg_has_multiple_scans(&info) == TRUE;
    info.scale_denom = reduction(stored, several_scans, limits);
    std::unique_lock<std::mutex> turn;
    if (several_scans) {
        check_coefficients(info, limits);
        turn = turn_to_decode_whole(stored);
    }

    const bool cmyk = info.jpeg_color_space == JCS_CMYK || info.jpeg_color_space == JCS_YCCK;
    info.out_color_space = cmyk ? JCS_CMYK : JCS_RGB;
    const PixelLayout layout = cmyk ? PixelLayout::inverted_cmyk : PixelLayout::rgb;
    const std::vector<std::uint8_t> icc = decompressor.icc_profile();
    jpeg_start_decompress(&info);

    const Orientation orientation = decompressor.orientation();
    UprightImage image(static_cast<int>(info.output_width), static_cast<int>(info.output_height), orientation,
                       RowConverter(layout, icc));
    std::vector<std::uint8_t> buffer(info.output_width * channels(layout));
    while (info.output_scanline < info.output_height) {
        const int y = static_cast<int>(info.output_scanline);
        std::uint8_t* direct = image.direct_row(y);
        JSAMPROW row = direct != nullptr ? direct : buffer.data();
        jpeg_read_scanlines(&info, &row, 1);
        if (direct == nullptr) {
            image.put(y, row);
        }
    }
    jpeg_finish_decompress(&info);

    Photo photo{.image = std::move(image).take(),
                .original_width = static_cast<int>(stored.width),
                .original_height = static_cast<int>(stored.height)};
    if (swaps_sides(orientation)) {
        std::swap(photo.original_width, photo.original_height);
    }
    return photo;
}

}  // namespace faces
