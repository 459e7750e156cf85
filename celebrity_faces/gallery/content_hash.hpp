#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>

namespace faces {

/// SHA-256 (FIPS 180-4) of the bytes.
[[nodiscard]] std::array<std::uint8_t, 32> sha256(std::span<const std::uint8_t> bytes);
/// The same as 64 lower-case hexadecimal digits.
[[nodiscard]] std::string sha256_hex(std::span<const std::uint8_t> bytes);

}  // namespace faces
