#pragma once

#include <filesystem>

namespace faces {

/// The folder of what the programs need at run time: `models/`, `web/`, `swagger-ui/`, `gallery/`.
/// It is $CELEBRITY_FACES_RESOURCES, else `../share/celebrity-faces` beside the running program's folder;
/// the build tree and an installation are laid out alike. Throws Error(unavailable) where it does not exist.
[[nodiscard]] std::filesystem::path resource_directory();

}  // namespace faces
