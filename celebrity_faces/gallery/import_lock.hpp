#pragma once

#include <filesystem>

namespace faces {

/// Held by the one import that may run in a data directory; a process that dies lets it go.
class ImportLock {
  public:
    /// Throws Error(conflict) where another import holds it.
    explicit ImportLock(const std::filesystem::path& data_directory);
    ~ImportLock();
    ImportLock(const ImportLock&) = delete;
    ImportLock& operator=(const ImportLock&) = delete;

  private:
    int descriptor_;
};

}  // namespace faces
