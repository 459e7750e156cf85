// Whatever the bytes of an index file, loading them ends in an index or in an hnsw::Error; and what searches
// and changes a mapped one stays within it.

#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <string>

#include "hnsw/index.hpp"
#include "storage/checksum.hpp"
#include "storage/format.hpp"

namespace {

/// What guards a file from accidents would guard the code behind it from the fuzzer: it is put right.
void put_header_right(std::string& bytes) {
    if (bytes.size() < sizeof(hnsw::FileHeader)) return;
    hnsw::FileHeader header;
    std::memcpy(&header, bytes.data(), sizeof(header));
    header.magic = hnsw::format_magic;
    header.version = hnsw::format_version;
    header.header_bytes = sizeof(header);
    header.file_bytes = bytes.size();
    const auto raw = std::as_bytes(std::span(&header, 1));
    header.checksum = hnsw::crc32c(raw.first(raw.size() - sizeof(header.checksum)));
    std::memcpy(bytes.data(), &header, sizeof(header));
}

void use(const std::filesystem::path& file, hnsw::Loading loading) {
    try {
        hnsw::Index index = hnsw::Index::load(file, loading);
        const std::vector<float> query(index.options().dimension, 0.5F);
        (void)index.search(query, {.k = 3, .ef = 3});
        (void)index.search(query, {.k = 2, .ef = 2, .distinct_groups = true});
        (void)index.statistics();
        index.upsert(1, 1, query);
        for (const hnsw::Id id : index.ids()) index.erase(id);
    } catch (const hnsw::Error&) {  // NOLINT(bugprone-empty-catch): what is to happen with nearly every input
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const auto file =
        std::filesystem::temp_directory_path() / ("load_fuzz-" + std::to_string(getpid()) + ".hnsw");
    std::string bytes(reinterpret_cast<const char*>(data), size);
    if (size % 2 == 0) put_header_right(bytes);
    std::ofstream(file, std::ios::binary).write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    use(file, hnsw::Loading::checked);
    use(file, hnsw::Loading::mapped);
    std::filesystem::remove(file);
    return 0;
}
