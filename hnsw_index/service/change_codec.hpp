#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "write_ahead_log.hpp"

namespace hnsw::service {

/// A change as the bytes of a record: its kind (u8), then for an upsert the count (u32), ids, groups and
/// vectors; for an erase the count and ids; for a revision the number. Little-endian.
[[nodiscard]] std::vector<std::byte> encode(const Change& change);

/// The change that the bytes say; absent where they say none. `vectors` holds its vectors.
[[nodiscard]] std::optional<Change> decode(std::span<const std::byte> bytes, std::size_t dimension,
                                           std::vector<float>& vectors);

}  // namespace hnsw::service
