#include "faces/resources.hpp"

#include <cstdlib>

#include "faces/error.hpp"

namespace faces {

std::filesystem::path resource_directory() {
    std::filesystem::path folder;
    // Read once at start, before there are threads that could change the environment.
    if (const char* chosen = std::getenv("CELEBRITY_FACES_RESOURCES")) {  // NOLINT(concurrency-mt-unsafe)
        folder = chosen;
    } else {
        folder = std::filesystem::read_symlink("/proc/self/exe").parent_path().parent_path() / "share" /
                 "celebrity-faces";
    }
    if (!std::filesystem::is_directory(folder))
        throw Error(ErrorCode::unavailable,
                    "the folder of models and pages, " + folder.string() +
                        ", does not exist: build or install the project, or name the folder "
                        "in CELEBRITY_FACES_RESOURCES");
    return folder;
}

}  // namespace faces
