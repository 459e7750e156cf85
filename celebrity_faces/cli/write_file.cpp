#include "cli/write_file.hpp"

#include <fmt/format.h>

#include <fstream>

#include "faces/error.hpp"

namespace faces {

void write_file(const std::filesystem::path& file, const std::vector<std::uint8_t>& bytes) {
    std::ofstream out(file, std::ios::binary);
    out.write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
    if (!out.flush()) {
        throw Error(ErrorCode::unavailable, fmt::format("{} cannot be written", file.string()));
    }
}

}  // namespace faces
