#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace hnsw {

/// CRC-32C (Castagnoli; RFC 3720, appendix B.4) of the bytes, going on from the checksum of those before.
[[nodiscard]] std::uint32_t crc32c(std::span<const std::byte> bytes, std::uint32_t before = 0) noexcept;

}  // namespace hnsw
