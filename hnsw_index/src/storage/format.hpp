#pragma once

#include <array>
#include <cstdint>

#include "hnsw/options.hpp"

namespace hnsw {

// docs/index-format.md describes the file; this is its header as it lies on disk, little-endian.

constexpr std::array<char, 8> format_magic{'h', 'n', 's', 'w', 'i', 'd', 'x', '\n'};
constexpr std::uint32_t format_version = 1;

struct FileHeader {
    std::array<char, 8> magic = format_magic;
    std::uint32_t version = format_version;
    std::uint32_t header_bytes = 0;
    std::uint64_t file_bytes = 0;
    std::uint64_t dimension = 0;
    std::uint32_t metric = 0;
    std::uint32_t links = 0;
    std::uint32_t base_links = 0;
    std::uint32_t ef_construction = 0;
    double level_multiplier = 0;
    std::uint64_t seed = 0;
    std::int64_t revision = 0;
    std::uint64_t count = 0;       ///< vectors
    std::uint64_t upper_rows = 0;  ///< rows of links above layer 0: the sum of all levels
    std::uint32_t entry = 0;       ///< number of the vector where searches start; 0 where there is none
    std::uint32_t keep_pruned = 0;
    std::uint32_t reserved = 0;
    std::uint32_t checksum = 0;  ///< CRC-32C of the bytes before it
};
static_assert(sizeof(FileHeader) == 104);

/// Bytes of each section, in the file's order, without the checksum that follows each.
struct SectionSizes {
    explicit SectionSizes(const FileHeader& header) noexcept
        : ids(header.count * 8),
          groups(header.count * 8),
          levels(header.count),
          vectors(header.count * header.dimension * 4),
          base_links(header.count * (1 + std::uint64_t{header.base_links}) * 4),
          upper_links(header.upper_rows * (1 + std::uint64_t{header.links}) * 4) {}

    [[nodiscard]] std::uint64_t file_bytes() const noexcept {
        return sizeof(FileHeader) + ids + groups + levels + vectors + base_links + upper_links +
               6 * sizeof(std::uint32_t);
    }

    std::uint64_t ids, groups, levels, vectors, base_links, upper_links;
};

}  // namespace hnsw
