#pragma once

#include <array>
#include <cstdint>

#include "distance/codes.hpp"

namespace hnsw {

// docs/index-format.md describes the file; this is its header as it lies on disk, little-endian.

constexpr std::array<char, 8> format_magic{'h', 'n', 's', 'w', 'i', 'd', 'x', '\n'};
constexpr std::uint32_t format_version = 2;
constexpr std::uint64_t section_alignment = 64;  ///< a cache line, as a mapped file is searched where it lies

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
    std::uint32_t storage = 0;
    std::int32_t code_range = 0;  ///< Quantiser::range
    std::uint32_t walks_by_codes = 0;
    std::array<std::uint32_t, 4> reserved{};
    std::uint32_t checksum = 0;  ///< CRC-32C of the bytes before it
};
static_assert(sizeof(FileHeader) == 128);

/// Where a section lies; its checksum follows it, then zeros up to the next section.
struct Section {
    const char* name;
    std::uint64_t offset;
    std::uint64_t bytes;

    [[nodiscard]] std::uint64_t end() const noexcept {
        return (offset + bytes + sizeof(std::uint32_t) + section_alignment - 1) / section_alignment *
               section_alignment;
    }
};

/// The sections of a file with this header, in the file's order.
struct Sections {
    explicit Sections(const FileHeader& header) noexcept
        : levels{"levels", sizeof(FileHeader), header.count},
          ids{"ids", levels.end(), header.count * 8},
          groups{"groups", ids.end(), header.count * 8},
          vectors{"vectors", groups.end(), header.storage == 0 ? header.count * header.dimension * 4 : 0},
          codes{"codes", vectors.end(), header.count * code_width(header.dimension)},
          base_links{"links", codes.end(), header.count * header.base_links * 4},
          upper_links{"upper links", base_links.end(), header.upper_rows * header.links * 4} {}

    [[nodiscard]] std::uint64_t file_bytes() const noexcept { return upper_links.end(); }
    [[nodiscard]] std::array<Section, 7> all() const noexcept {
        return {levels, ids, groups, vectors, codes, base_links, upper_links};
    }

    Section levels, ids, groups, vectors, codes, base_links, upper_links;
};

}  // namespace hnsw
