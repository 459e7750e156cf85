#include "photo/orientation.hpp"

#include <libexif/exif-data.h>

#include <algorithm>
#include <memory>
#include <vector>

namespace faces {

Orientation exif_orientation(std::span<const std::uint8_t> exif) {
    constexpr std::uint8_t prefix[] = {'E', 'x', 'i', 'f', 0, 0};
    std::vector<std::uint8_t> block(exif.begin(), exif.end());
    // libexif wants the prefix that JPEG files carry and WebP and PNG files leave out.
    if (!std::ranges::equal(exif.first(std::min(exif.size(), sizeof prefix)), prefix)) {
        block.insert(block.begin(), std::begin(prefix), std::end(prefix));
    }
    const std::unique_ptr<ExifData, decltype(&exif_data_unref)> data(
        exif_data_new_from_data(block.data(), static_cast<unsigned>(block.size())), exif_data_unref);
    if (!data) {
        return 1;
    }
    const ExifEntry* entry = exif_content_get_entry(data->ifd[EXIF_IFD_0], EXIF_TAG_ORIENTATION);
    if (entry == nullptr || entry->format != EXIF_FORMAT_SHORT || entry->size < 2) {
        return 1;
    }
    const int value = exif_get_short(entry->data, exif_data_get_byte_order(data.get()));
    return value >= 1 && value <= 8 ? value : 1;
}

}  // namespace faces
