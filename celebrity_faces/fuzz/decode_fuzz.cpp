// Whatever a visitor sends, decoding it ends in a photo or in a faces::Error.

#include <cstdint>

#include "faces/error.hpp"
#include "photo/decode.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    try {
        // Small limits: larger pictures are slow, and take the same way.
        (void)faces::decode_photo({data, size},
                                  {.max_bytes = 1'000'000, .max_pixels = 250'000, .min_side_px = 8});
    } catch (
        const faces::Error&) {  // NOLINT(bugprone-empty-catch): what is to happen with nearly every input
    }
    return 0;
}
