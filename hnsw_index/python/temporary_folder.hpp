#pragma once

#include <filesystem>

namespace hnsw::python {

/// A folder of its own in the system's place for such, gone with its files when this goes.
class TemporaryFolder {
  public:
    /// Throws std::runtime_error.
    TemporaryFolder();
    ~TemporaryFolder();
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;

    [[nodiscard]] std::filesystem::path file(const char* name) const { return path_ / name; }

  private:
    std::filesystem::path path_;
};

}  // namespace hnsw::python
