// Whatever the bytes of an index file, loading them ends in an index or in an hnsw::Error.

#include <unistd.h>

#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>

#include "hnsw/index.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const auto file =
        std::filesystem::temp_directory_path() / ("load_fuzz-" + std::to_string(getpid()) + ".hnsw");
    std::ofstream(file, std::ios::binary)
        .write(reinterpret_cast<const char*>(data), static_cast<std::streamsize>(size));
    try {
        const hnsw::Index index = hnsw::Index::load(file);
        const std::vector<float> query(index.options().dimension, 0.5F);
        (void)index.search(query, {.k = 3});
    } catch (const hnsw::Error&) {  // NOLINT(bugprone-empty-catch): what is to happen with nearly every input
    }
    std::filesystem::remove(file);
    return 0;
}
