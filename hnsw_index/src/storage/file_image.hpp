#pragma once

#include <cstddef>
#include <filesystem>
#include <span>

#include "hnsw/options.hpp"

namespace hnsw {

/// The bytes of a whole file, read into memory or mapped from it; changes to them do not reach the file.
class FileImage {
  public:
    FileImage() = default;
    /// Throws Error(file).
    FileImage(const std::filesystem::path& path, Loading loading);
    ~FileImage();
    FileImage(FileImage&& other) noexcept;
    FileImage& operator=(FileImage&& other) noexcept;

    [[nodiscard]] std::span<std::byte> bytes() const noexcept { return bytes_; }

  private:
    std::span<std::byte> bytes_;
};

}  // namespace hnsw
