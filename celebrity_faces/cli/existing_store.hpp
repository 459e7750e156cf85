#pragma once

#include <filesystem>

#include "gallery/store.hpp"

namespace faces {

/// The store of a data directory. Looking at a gallery does not make one: throws Error(not_found) where there
/// is none.
[[nodiscard]] Store existing_store(const std::filesystem::path& data);

}  // namespace faces
