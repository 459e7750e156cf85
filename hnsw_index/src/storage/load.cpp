#include <bit>
#include <cstring>
#include <numeric>
#include <string>

#include "hnsw/error.hpp"
#include "input.hpp"
#include "storage/check.hpp"
#include "storage/checksum.hpp"
#include "storage/storage.hpp"

namespace hnsw {

static_assert(std::endian::native == std::endian::little, "the file is little-endian");

namespace {

FileHeader read_header(const FileCheck& file, std::span<const std::byte> bytes) {
    FileHeader header;
    if (bytes.size() < sizeof(header))
        file.damaged("it has " + std::to_string(bytes.size()) + " bytes, the header alone has " +
                     std::to_string(sizeof(header)));
    std::memcpy(&header, bytes.data(), sizeof(header));
    if (header.magic != format_magic)
        throw Error(ErrorCode::damaged_file, file.path().string() + " is not an index");
    if (header.version != format_version)
        throw Error(ErrorCode::file_version, file.path().string() + " has the format version " +
                                                 std::to_string(header.version) + ", this program reads " +
                                                 std::to_string(format_version) + ": build the index anew");
    if (header.checksum != crc32c(bytes.first(sizeof(header) - sizeof(header.checksum))))
        file.damaged("the checksum of its header is wrong");
    // With these limits the sizes of the sections cannot overflow.
    if (header.count >= max_slots || header.upper_rows > header.count * (max_layers - 1))
        file.damaged("it says that it has " + std::to_string(header.count) + " vectors");
    return header;
}

IndexOptions options_of(const FileCheck& file, const FileHeader& header) {
    try {
        return checked({.dimension = header.dimension,
                        .metric = static_cast<Metric>(header.metric),
                        .links = header.links,
                        .base_links = header.base_links,
                        .ef_construction = header.ef_construction,
                        .level_multiplier = header.level_multiplier,
                        .keep_pruned = header.keep_pruned != 0,
                        .seed = header.seed,
                        .storage = static_cast<Storage>(header.storage)});
    } catch (const Error& error) {
        file.damaged(error.what());
    }
}

/// What a graph must be sure of to read within the file: the rest of it may be wrong.
void check_outline(const FileCheck& file, const FileHeader& header, std::span<const std::byte> bytes) {
    const Sections sections(header);
    if (header.header_bytes != sizeof(FileHeader) || header.file_bytes != sections.file_bytes() ||
        bytes.size() != sections.file_bytes())
        file.damaged("it has " + std::to_string(bytes.size()) + " bytes, its header says " +
                     std::to_string(sections.file_bytes()));
    const auto levels = column_of<std::uint8_t>(bytes, sections.levels);
    // Each a byte, so that the sum cannot overflow.
    if (std::accumulate(levels.begin(), levels.end(), std::uint64_t{0}) != header.upper_rows)
        file.damaged("its levels do not add up to its header's number");
    if (!levels.empty() && (header.entry >= levels.size() || levels[header.entry] >= max_layers))
        file.damaged("vector " + std::to_string(header.entry) + ", where searches start, is not there");
    if (header.code_range != Quantiser::no_range && std::abs(header.code_range) > 1'000)
        file.damaged("its codes have the range " + std::to_string(header.code_range));
}

}  // namespace

LoadedIndex::LoadedIndex(const std::filesystem::path& path, Loading loading)
    : loading_(loading), image_(path, loading) {
    const FileCheck file(path);
    header_ = read_header(file, image_.bytes());
    options_ = options_of(file, header_);
    if (loading == Loading::checked && image_.bytes().size() == Sections(header_).file_bytes())
        check_checksums(file, header_, image_.bytes());
    check_outline(file, header_, image_.bytes());
    if (loading == Loading::checked) check_contents(file, header_, options_, image_.bytes());
}

void LoadedIndex::lend_to(Graph& graph) const {
    const Sections sections(header_);
    graph.borrow({.count = header_.count,
                  .upper_count = header_.upper_rows,
                  .ids = column<Id>(sections.ids),
                  .groups = column<Group>(sections.groups),
                  .levels = column<std::uint8_t>(sections.levels),
                  .vectors = column<float>(sections.vectors),
                  .base_links = column<Slot>(sections.base_links),
                  .upper_links = column<Slot>(sections.upper_links)},
                 Quantiser::of_range(header_.code_range), column<Code>(sections.codes),
                 header_.walks_by_codes != 0, header_.entry);
}

}  // namespace hnsw
