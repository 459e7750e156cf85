#include "cli/data_directory.hpp"

namespace faces {

void add_data_option(CLI::App& command, std::filesystem::path& directory) {
    directory = "data";
    command.add_option("--data", directory, "The folder of your gallery: people, photos, index")
        ->envname("CELEBRITY_FACES_DATA")
        ->capture_default_str();
}

std::filesystem::path index_snapshot(const std::filesystem::path& directory) {
    return directory / "index.hnsw";
}

}  // namespace faces
