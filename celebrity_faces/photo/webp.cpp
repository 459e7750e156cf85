#include <webp/decode.h>
#include <webp/demux.h>

#include <memory>
#include <vector>

#include "faces/error.hpp"
#include "photo/codec.hpp"
#include "photo/upright.hpp"

namespace faces {
namespace {

/// A metadata chunk of the container; empty where there is none.
std::vector<std::uint8_t> chunk(const WebPDemuxer* demuxer, const char* fourcc) {
    WebPChunkIterator iterator;
    std::vector<std::uint8_t> bytes;
    if (WebPDemuxGetChunk(demuxer, fourcc, 1, &iterator) != 0) {
        bytes.assign(iterator.chunk.bytes, iterator.chunk.bytes + iterator.chunk.size);
        WebPDemuxReleaseChunkIterator(&iterator);
    }
    return bytes;
}

/// The picture itself: of an animation, the first frame.
std::span<const std::uint8_t> first_frame(const WebPDemuxer* demuxer) {
    WebPIterator iterator;
    if (WebPDemuxGetFrame(demuxer, 1, &iterator) == 0) {
        throw Error(ErrorCode::damaged_photo, "the WebP is damaged: it holds no picture");
    }
    const std::span<const std::uint8_t> bytes(iterator.fragment.bytes, iterator.fragment.size);
    const bool complete = iterator.complete != 0;
    WebPDemuxReleaseIterator(&iterator);
    if (!complete) {
        throw Error(ErrorCode::damaged_photo, "the WebP is damaged: it ends early");
    }
    return bytes;
}

}  // namespace

Photo decode_webp(std::span<const std::uint8_t> bytes, const PhotoLimits& limits) {
    WebPBitstreamFeatures features;
    if (WebPGetFeatures(bytes.data(), bytes.size(), &features) != VP8_STATUS_OK) {
        throw Error(ErrorCode::damaged_photo, "the WebP is damaged: its header cannot be read");
    }
    check_size({features.width, features.height}, limits);
    const WebPData data{bytes.data(), bytes.size()};
    const std::unique_ptr<WebPDemuxer, decltype(&WebPDemuxDelete)> demuxer(WebPDemux(&data), WebPDemuxDelete);
    if (!demuxer) {
        throw Error(ErrorCode::damaged_photo, "the WebP is damaged: it ends early");
    }

    const std::span<const std::uint8_t> frame = first_frame(demuxer.get());
    if (WebPGetFeatures(frame.data(), frame.size(), &features) != VP8_STATUS_OK) {
        throw Error(ErrorCode::damaged_photo, "the WebP is damaged: its first frame cannot be read");
    }
    check_size({features.width, features.height}, limits);
    const auto turn = turn_to_decode_whole({features.width, features.height});
    const bool alpha = features.has_alpha != 0;
    const PixelLayout layout = alpha ? PixelLayout::rgba : PixelLayout::rgb;
    const std::size_t row_bytes = static_cast<std::size_t>(features.width) * channels(layout);
    std::vector<std::uint8_t> pixels(row_bytes * static_cast<std::size_t>(features.height));
    const auto decode = alpha ? WebPDecodeRGBAInto : WebPDecodeRGBInto;
    if (decode(frame.data(), frame.size(), pixels.data(), pixels.size(), static_cast<int>(row_bytes)) ==
        nullptr) {
        throw Error(ErrorCode::damaged_photo, "the WebP is damaged: it does not decode to its end");
    }

    const Orientation orientation = exif_orientation(chunk(demuxer.get(), "EXIF"));
    UprightImage image(features.width, features.height, orientation,
                       RowConverter(layout, chunk(demuxer.get(), "ICCP")));
    for (int y = 0; y < features.height; ++y) {
        image.put(y, pixels.data() + static_cast<std::size_t>(y) * row_bytes);
    }
    Photo photo{.image = std::move(image).take(),
                .original_width = features.width,
                .original_height = features.height};
    if (swaps_sides(orientation)) {
        std::swap(photo.original_width, photo.original_height);
    }
    return photo;
}

}  // namespace faces
