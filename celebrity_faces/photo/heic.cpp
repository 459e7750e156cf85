#include <libheif/heif.h>

#include <fmt/format.h>

#include <memory>
#include <vector>

#include "faces/error.hpp"
#include "photo/codec.hpp"
#include "photo/upright.hpp"

namespace faces {
namespace {

void check(const heif_error& error) {
    if (error.code != heif_error_Ok) {
        throw Error(ErrorCode::damaged_photo, fmt::format("the HEIC is damaged: {}", error.message));
    }
}

template <auto release>
struct Releaser {
    template <typename T>
    void operator()(T* object) const {
        release(object);
    }
};
using Context = std::unique_ptr<heif_context, Releaser<heif_context_free>>;
using Handle = std::unique_ptr<heif_image_handle, Releaser<heif_image_handle_release>>;
using Picture = std::unique_ptr<heif_image, Releaser<heif_image_release>>;

Handle primary_image(heif_context* context) {
    heif_image_handle* handle = nullptr;
    check(heif_context_get_primary_image_handle(context, &handle));
    return Handle(handle);
}

std::vector<std::uint8_t> icc_profile(const heif_image_handle* handle) {
    std::vector<std::uint8_t> profile(heif_image_handle_get_raw_color_profile_size(handle));
    if (!profile.empty()) {
        check(heif_image_handle_get_raw_color_profile(handle, profile.data()));
    }
    return profile;
}

}  // namespace

// libheif turns the picture as its container says: an EXIF orientation beside that must not turn it again.
Photo decode_heic(std::span<const std::uint8_t> bytes, const PhotoLimits& limits) {
    const Context context(heif_context_alloc());
    check(heif_context_read_from_memory_without_copy(context.get(), bytes.data(), bytes.size(), nullptr));
    const Handle handle = primary_image(context.get());
    const StoredSize announced{heif_image_handle_get_width(handle.get()),
                               heif_image_handle_get_height(handle.get())};
    check_size(announced, limits);
    const auto turn = turn_to_decode_whole(announced);

    const bool alpha = heif_image_handle_has_alpha_channel(handle.get()) != 0;
    heif_image* decoded = nullptr;
    check(heif_decode_image(handle.get(), &decoded, heif_colorspace_RGB,
                            alpha ? heif_chroma_interleaved_RGBA : heif_chroma_interleaved_RGB, nullptr));
    const Picture picture(decoded);
    int stride = 0;
    const std::uint8_t* plane =
        heif_image_get_plane_readonly(picture.get(), heif_channel_interleaved, &stride);
    const int width = heif_image_get_primary_width(picture.get());
    const int height = heif_image_get_primary_height(picture.get());
    if (plane == nullptr || width < 1 || height < 1) {
        throw Error(ErrorCode::damaged_photo, "the HEIC is damaged: it holds no pixels");
    }
    check_size({width, height}, limits);  // what is coded need not be what the container announced
    UprightImage image(width, height, 1,
                       RowConverter(alpha ? PixelLayout::rgba : PixelLayout::rgb, icc_profile(handle.get())));
    for (int y = 0; y < height; ++y) {
        image.put(y, plane + static_cast<std::ptrdiff_t>(y) * stride);
    }
    return {.image = std::move(image).take(), .original_width = width, .original_height = height};
}

}  // namespace faces
