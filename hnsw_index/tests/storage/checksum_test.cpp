#include "storage/checksum.hpp"

#include <gtest/gtest.h>

#include <string_view>

namespace hnsw {
namespace {

std::span<const std::byte> bytes(std::string_view text) {
    return std::as_bytes(std::span(text));
}

TEST(Checksum, IsTheCastagnoliCrc) {
    EXPECT_EQ(crc32c(bytes("123456789")), 0xe3069283U);
    // RFC 3720, appendix B.4: 32 bytes of zeros.
    EXPECT_EQ(crc32c(bytes(
                  std::string_view("\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 32))),
              0x8a9136aaU);
}

TEST(Checksum, GoesOnFromTheBytesBefore) {
    EXPECT_EQ(crc32c(bytes("456789"), crc32c(bytes("123"))), crc32c(bytes("123456789")));
}

}  // namespace
}  // namespace hnsw
