// Whatever the bytes of the original's dumps, reading them ends in vectors and parameters or in an
// hnsw::Error. The first byte tells how much of the input is storage.dump; the rest is params.dump.

#include <cstdint>
#include <sstream>

#include "../cli/original_dump.hpp"
#include "hnsw/error.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    const std::string text(reinterpret_cast<const char*>(data) + 1, size - 1);
    const std::size_t storage_bytes = text.size() * data[0] / 255;
    try {
        std::istringstream storage(text.substr(0, storage_bytes));
        std::istringstream params(text.substr(storage_bytes));
        (void)hnsw::cli::read_params_dump(params, "params.dump", 4);
        (void)hnsw::cli::read_storage_dump(storage, "storage.dump");
    } catch (const hnsw::Error&) {  // NOLINT(bugprone-empty-catch): what is to happen with nearly every input
    }
    return 0;
}
