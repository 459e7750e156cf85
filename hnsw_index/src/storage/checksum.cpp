#include "storage/checksum.hpp"

#include <array>
#include <cstring>

namespace hnsw {

namespace {

// table[n][b]: what a byte b does to the checksum when n bytes follow it, so that eight bytes go in one step
// ("slicing by 8", Kounavis and Berry 2005).
constexpr auto table = [] {
    std::array<std::array<std::uint32_t, 256>, 8> values{};
    for (std::uint32_t byte = 0; byte < 256; ++byte) {
        std::uint32_t crc = byte;
        for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1U) ^ ((crc & 1U) != 0 ? 0x82f63b78U : 0U);
        values[0][byte] = crc;
    }
    for (std::size_t n = 1; n < 8; ++n)
        for (std::size_t byte = 0; byte < 256; ++byte)
            values[n][byte] = (values[n - 1][byte] >> 8U) ^ values[0][values[n - 1][byte] & 0xffU];
    return values;
}();

}  // namespace

std::uint32_t crc32c(std::span<const std::byte> bytes, std::uint32_t before) noexcept {
    std::uint32_t crc = ~before;
    while (bytes.size() >= 8) {
        std::uint64_t word = 0;
        std::memcpy(&word, bytes.data(), 8);
        word ^= crc;
        crc = 0;
        for (unsigned i = 0; i < 8; ++i) crc ^= table[7 - i][(word >> (8 * i)) & 0xffU];
        bytes = bytes.subspan(8);
    }
    for (const std::byte byte : bytes)
        crc = (crc >> 8U) ^ table[0][(crc ^ std::to_integer<std::uint32_t>(byte)) & 0xffU];
    return ~crc;
}

}  // namespace hnsw
