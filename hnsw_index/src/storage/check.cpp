#include "storage/check.hpp"

#include <algorithm>
#include <cstring>
#include <vector>

#include "graph/quantiser.hpp"
#include "graph/slot.hpp"
#include "hnsw/error.hpp"
#include "input.hpp"
#include "storage/checksum.hpp"

namespace hnsw {

namespace {

void check_levels(const FileCheck& file, const FileHeader& header, std::span<const std::uint8_t> levels) {
    if (levels.empty()) return;
    const auto highest = *std::ranges::max_element(levels);
    if (highest >= max_layers) file.damaged("its levels: one is " + std::to_string(highest));
    if (levels[header.entry] != highest)
        file.damaged("its levels: vector " + std::to_string(header.entry) +
                     ", where searches start, is not on the top layer");
}

void check_distinct(const FileCheck& file, std::span<const Id> column) {
    std::vector<Id> ids(column.begin(), column.end());
    std::ranges::sort(ids);
    const auto twice = std::ranges::adjacent_find(ids);
    if (twice != ids.end()) file.damaged("its ids: " + std::to_string(*twice) + " is there twice");
}

void check_vectors(const FileCheck& file, const IndexOptions& options, std::span<const float> vectors) {
    for (std::size_t i = 0; i * options.dimension < vectors.size(); ++i) {
        try {
            check_vector(vectors.subspan(i * options.dimension, options.dimension), options,
                         "its vectors: number " + std::to_string(i));
        } catch (const Error& error) {
            file.damaged(error.what());
        }
    }
}

/// With the vectors beside them, codes must be theirs; alone they must be such as a quantiser makes.
void check_codes(const FileCheck& file, const FileHeader& header, std::span<const float> vectors,
                 std::span<const Code> codes) {
    const Quantiser quantiser = Quantiser::of_range(header.code_range);
    const std::size_t dimension = header.dimension;
    const std::size_t width = code_width(dimension);
    std::vector<Code> wanted(width);
    for (std::size_t i = 0; i < header.count; ++i) {
        const auto code = codes.subspan(i * width, width);
        bool right = std::ranges::all_of(code, [](Code value) { return value != -128; }) &&
                     std::ranges::all_of(code.subspan(dimension), [](Code value) { return value == 0; });
        if (!vectors.empty()) {
            quantiser.encode(vectors.subspan(i * dimension, dimension), wanted.data());
            right = std::ranges::equal(code, wanted);
        }
        if (!right) file.damaged("its codes: number " + std::to_string(i) + " is not its vector's");
    }
}

/// A row of links: to others that are on the layer, then nothing up to its end.
void check_row(const FileCheck& file, const Section& section, std::span<const Slot> row, std::size_t slot,
               unsigned layer, std::span<const std::uint8_t> levels) {
    bool ended = false;
    for (const Slot link : row) {
        if (link == no_slot) {
            ended = true;
            continue;
        }
        if (ended || link >= levels.size() || link == slot || levels[link] < layer)
            file.damaged(std::string("its ") + section.name + ": vector " + std::to_string(slot) +
                         " has a link to " + std::to_string(link) + " on layer " + std::to_string(layer) +
                         ", where that is not");
    }
}

void check_links(const FileCheck& file, const FileHeader& header, const Sections& sections,
                 std::span<const std::byte> bytes, std::span<const std::uint8_t> levels) {
    const auto base = column_of<Slot>(bytes, sections.base_links);
    auto upper = column_of<Slot>(bytes, sections.upper_links);
    for (std::size_t slot = 0; slot < levels.size(); ++slot) {
        check_row(file, sections.base_links, base.subspan(slot * header.base_links, header.base_links), slot,
                  0, levels);
        for (unsigned layer = 1; layer <= levels[slot]; ++layer) {
            check_row(file, sections.upper_links, upper.first(header.links), slot, layer, levels);
            upper = upper.subspan(header.links);
        }
    }
}

}  // namespace

void FileCheck::damaged(const std::string& what) const {
    throw Error(ErrorCode::damaged_file, path_.string() + " is damaged: " + what);
}

void check_checksums(const FileCheck& file, const FileHeader& header, std::span<const std::byte> bytes) {
    for (const Section& section : Sections(header).all()) {
        std::uint32_t checksum = 0;
        std::memcpy(&checksum, bytes.data() + section.offset + section.bytes, sizeof(checksum));
        if (checksum != crc32c(bytes.subspan(section.offset, section.bytes)))
            file.damaged(std::string("the checksum of its ") + section.name + " is wrong");
        const std::uint64_t filling = section.offset + section.bytes + sizeof(checksum);
        if (std::ranges::any_of(bytes.subspan(filling, section.end() - filling),
                                [](std::byte byte) { return byte != std::byte{0}; }))
            file.damaged(std::string("there is something between its ") + section.name + " and what follows");
    }
}

void check_contents(const FileCheck& file, const FileHeader& header, const IndexOptions& options,
                    std::span<const std::byte> bytes) {
    if (header.keep_pruned > 1 || header.walks_by_codes > 1 || header.reserved != decltype(header.reserved){})
        file.damaged("its header has a value that no program writes");
    const Sections sections(header);
    const auto levels = column_of<std::uint8_t>(bytes, sections.levels);
    const auto vectors = column_of<float>(bytes, sections.vectors);
    check_levels(file, header, levels);
    check_distinct(file, column_of<Id>(bytes, sections.ids));
    check_vectors(file, options, vectors);
    check_codes(file, header, vectors, column_of<Code>(bytes, sections.codes));
    check_links(file, header, sections, bytes, levels);
}

}  // namespace hnsw
