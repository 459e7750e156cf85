#include <gif_lib.h>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "faces/error.hpp"
#include "photo/encode.hpp"

namespace faces {
namespace {

constexpr int colours = 256;

void check(bool done, int code) {
    if (!done) {
        const char* why = GifErrorString(code);
        throw Error(ErrorCode::internal,
                    fmt::format("a GIF cannot be written: {}", why != nullptr ? why : "unknown"));
    }
}

int append(GifFileType* gif, const GifByteType* data, int count) {
    auto& bytes = *static_cast<std::vector<std::uint8_t>*>(gif->UserData);
    bytes.insert(bytes.end(), data, data + count);
    return count;
}

class Writer {
  public:
    explicit Writer(std::vector<std::uint8_t>& bytes) {
        int error = 0;
        gif = EGifOpen(&bytes, append, &error);
        check(gif != nullptr, error);
        EGifSetGifVersion(gif, true);  // GIF89a, which knows animations
    }
    ~Writer() { close(); }
    Writer(const Writer&) = delete;
    Writer& operator=(const Writer&) = delete;

    void done(int status) const { check(status == GIF_OK, gif->Error); }
    void extension(int code, const std::string& block) const {
        done(EGifPutExtension(gif, code, static_cast<int>(block.size()), block.data()));
    }
    /// Writes the end.
    bool close() {
        int error = 0;
        GifFileType* open = std::exchange(gif, nullptr);
        return open == nullptr || EGifCloseFile(open, &error) == GIF_OK;
    }

    GifFileType* gif = nullptr;
};

/// A picture's pixels as places in a palette of its own.
struct Indexed {
    std::array<GifColorType, colours> palette{};
    std::vector<GifByteType> pixels;
};

Indexed quantised(const Image& image) {
    const auto count = static_cast<std::size_t>(image.width) * static_cast<std::size_t>(image.height);
    std::array<std::vector<GifByteType>, 3> channels;
    for (std::size_t c = 0; c < 3; ++c) {
        channels[c].resize(count);
        for (std::size_t i = 0; i < count; ++i) {
            channels[c][i] = image.pixels[i * 3 + c];
        }
    }
    Indexed indexed;
    indexed.pixels.resize(count);
    int size = colours;
    check(GifQuantizeBuffer(static_cast<unsigned>(image.width), static_cast<unsigned>(image.height), &size,
                            channels[0].data(), channels[1].data(), channels[2].data(), indexed.pixels.data(),
                            indexed.palette.data()) == GIF_OK,
          E_GIF_ERR_NOT_ENOUGH_MEM);
    return indexed;
}

void put_picture(const Writer& writer, const Image& image, int hundredths) {
    Indexed indexed = quantised(image);
    const GraphicsControlBlock control{.DisposalMode = DISPOSE_DO_NOT,
                                       .UserInputFlag = false,
                                       .DelayTime = hundredths,
                                       .TransparentColor = NO_TRANSPARENT_COLOR};
    std::array<GifByteType, 4> block{};
    EGifGCBToExtension(&control, block.data());
    writer.done(
        EGifPutExtension(writer.gif, GRAPHICS_EXT_FUNC_CODE, static_cast<int>(block.size()), block.data()));
    ColorMapObject map{
        .ColorCount = colours, .BitsPerPixel = 8, .SortFlag = false, .Colors = indexed.palette.data()};
    writer.done(EGifPutImageDesc(writer.gif, 0, 0, image.width, image.height, false, &map));
    for (int y = 0; y < image.height; ++y) {
        writer.done(EGifPutLine(
            writer.gif, indexed.pixels.data() + static_cast<std::ptrdiff_t>(y) * image.width, image.width));
    }
}

}  // namespace

std::vector<std::uint8_t> encode_gif(std::span<const Image> pictures, int hundredths, Provenance provenance) {
    if (pictures.empty() || pictures.front().empty()) {
        throw Error(ErrorCode::invalid_argument, "an animation of no picture cannot be a GIF");
    }
    const Image& first = pictures.front();
    std::vector<std::uint8_t> bytes;
    Writer writer(bytes);
    writer.done(EGifPutScreenDesc(writer.gif, first.width, first.height, 8, 0, nullptr));
    // Netscape's extension: repeat for ever.
    writer.done(EGifPutExtensionLeader(writer.gif, APPLICATION_EXT_FUNC_CODE));
    writer.done(EGifPutExtensionBlock(writer.gif, 11, "NETSCAPE2.0"));
    writer.done(EGifPutExtensionBlock(writer.gif, 3, "\1\0\0"));
    writer.done(EGifPutExtensionTrailer(writer.gif));
    writer.extension(COMMENT_EXT_FUNC_CODE, std::string(provenance_text(provenance)));
    for (const Image& picture : pictures) {
        if (picture.width != first.width || picture.height != first.height) {
            throw Error(ErrorCode::invalid_argument, "the pictures of an animation differ in size");
        }
        put_picture(writer, picture, hundredths);
    }
    if (!writer.close()) {
        throw Error(ErrorCode::internal, "a GIF cannot be written: its end");
    }
    return bytes;
}

}  // namespace faces
