#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>

#include "gallery/store.hpp"

namespace faces {

/// Writes the gallery into a new or empty folder: `people.csv` (name,file,link,licence,credit) and `photos/`,
/// for people and for `import_csv` with another embedder, and `gallery.sqlite`, with which `import_directory`
/// brings everything back without recognising again. The folder is all of one moment, even while an import
/// runs. `progress` gets photos done and in all.
///
/// Throws Error(conflict) where the folder holds something, Error(unavailable) where it cannot be written.
Counts export_gallery(const Store& store, const std::filesystem::path& folder,
                      const std::function<void(std::size_t, std::size_t)>& progress = {});

}  // namespace faces
