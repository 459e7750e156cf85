#include <png.h>

#include <fmt/format.h>

#include <algorithm>
#include <csetjmp>
#include <vector>

#include "faces/error.hpp"
#include "photo/codec.hpp"
#include "photo/upright.hpp"

namespace faces {
namespace {

[[noreturn]] void fail(png_structp /*png*/, png_const_charp text) {
    throw Error(ErrorCode::damaged_photo, fmt::format("the PNG is damaged: {}", text));
}
void ignore(png_structp /*png*/, png_const_charp /*text*/) {}

void read_from_span(png_structp png, png_bytep to, png_size_t count) {
    auto& rest = *static_cast<std::span<const std::uint8_t>*>(png_get_io_ptr(png));
    if (rest.size() < count) {
        png_error(png, "it ends early");
    }
    std::copy_n(rest.begin(), count, to);
    rest = rest.subspan(count);
}

class Reader {
  public:
    explicit Reader(std::span<const std::uint8_t> bytes)
        : rest_(bytes),
          png(png_create_read_struct(PNG_LIBPNG_VER_STRING, nullptr, fail, ignore)),
          info(png != nullptr ? png_create_info_struct(png) : nullptr) {
        if (info == nullptr) {
            throw Error(ErrorCode::internal, "no memory for a PNG");
        }
        png_set_read_fn(png, &rest_, read_from_span);
        // Text and profile chunks may claim any size: none needs more than this.
        png_set_chunk_malloc_max(png, 8'000'000);
        png_set_user_limits(png, 0x7fffffff, 0x7fffffff);  // our own limits follow the header
    }
    ~Reader() { png_destroy_read_struct(&png, &info, nullptr); }
    Reader(const Reader&) = delete;
    Reader& operator=(const Reader&) = delete;

    [[nodiscard]] std::vector<std::uint8_t> icc_profile() const {
        png_charp name = nullptr;
        png_bytep data = nullptr;
        png_uint_32 length = 0;
        int compression = 0;
        if (png_get_iCCP(png, info, &name, &compression, &data, &length) == 0) {
            return {};
        }
        return {data, data + length};
    }
    [[nodiscard]] Orientation orientation() const {
        png_bytep data = nullptr;
        png_uint_32 length = 0;
        return png_get_eXIf_1(png, info, &length, &data) == 0 ? 1 : exif_orientation({data, length});
    }

  private:
    std::span<const std::uint8_t> rest_;

  public:
    png_structp png;
    png_infop info;
};

/// The header's size, which always stands at byte 16 (PNG specification, 11.2.2): libpng tells it only after
/// it has read every chunk before the pixels.
StoredSize header_size(std::span<const std::uint8_t> bytes) {
    if (bytes.size() < 24) {
        throw Error(ErrorCode::damaged_photo, "the PNG is damaged: it ends in its header");
    }
    const auto big_endian = [&](std::size_t at) {
        return std::int64_t{bytes[at]} << 24 | bytes[at + 1] << 16 | bytes[at + 2] << 8 | bytes[at + 3];
    };
    return {big_endian(16), big_endian(20)};
}

/// Whatever the file stores becomes 8-bit RGBA.
void ask_for_rgba(png_structp png) {
    png_set_expand(png);
    png_set_scale_16(png);
    png_set_gray_to_rgb(png);
    png_set_add_alpha(png, 0xFF, PNG_FILLER_AFTER);
}

}  // namespace

Photo decode_png(std::span<const std::uint8_t> bytes, const PhotoLimits& limits) {
    const StoredSize stored = header_size(bytes);
    check_size(stored, limits);
    Reader reader(bytes);
    png_read_info(reader.png, reader.info);
    const auto width = static_cast<int>(stored.width);
    const auto height = static_cast<int>(stored.height);
    const bool interlaced = png_get_interlace_type(reader.png, reader.info) != PNG_INTERLACE_NONE;
    ask_for_rgba(reader.png);
    if (interlaced) {
        png_set_interlace_handling(reader.png);
    }
    png_read_update_info(reader.png, reader.info);

    const Orientation orientation = reader.orientation();
    UprightImage image(width, height, orientation, RowConverter(PixelLayout::rgba, reader.icc_profile()));
    const std::size_t row_bytes = static_cast<std::size_t>(width) * 4;
    if (interlaced) {
        // Every pass touches rows all over the picture: it must be held whole.
        const auto turn = turn_to_decode_whole(stored);
        std::vector<std::uint8_t> all(row_bytes * static_cast<std::size_t>(height));
        std::vector<png_bytep> rows;
        rows.reserve(static_cast<std::size_t>(height));
        for (int y = 0; y < height; ++y) {
            rows.push_back(all.data() + static_cast<std::size_t>(y) * row_bytes);
        }
        png_read_image(reader.png, rows.data());
        for (int y = 0; y < height; ++y) {
            image.put(y, rows[static_cast<std::size_t>(y)]);
        }
    } else {
        std::vector<std::uint8_t> row(row_bytes);
        for (int y = 0; y < height; ++y) {
            png_read_row(reader.png, row.data(), nullptr);
            image.put(y, row.data());
        }
    }
    png_read_end(reader.png, nullptr);

    Photo photo{.image = std::move(image).take(), .original_width = width, .original_height = height};
    if (swaps_sides(orientation)) {
        std::swap(photo.original_width, photo.original_height);
    }
    return photo;
}

}  // namespace faces
