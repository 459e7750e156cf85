#pragma once

#include <filesystem>
#include <span>
#include <string>

#include "hnsw/options.hpp"
#include "storage/format.hpp"

namespace hnsw {

/// Refuses a file with its path in the message.
class FileCheck {
  public:
    explicit FileCheck(std::filesystem::path path) : path_(std::move(path)) {}
    [[nodiscard]] const std::filesystem::path& path() const noexcept { return path_; }
    /// Throws Error(damaged_file).
    [[noreturn]] void damaged(const std::string& what) const;

  private:
    std::filesystem::path path_;
};

template <class T>
[[nodiscard]] std::span<const T> column_of(std::span<const std::byte> file, const Section& section) noexcept {
    return {reinterpret_cast<const T*>(file.data() + section.offset), section.bytes / sizeof(T)};
}

/// Of a file as long as its header says. Throws Error(damaged_file), which names the section.
void check_checksums(const FileCheck& file, const FileHeader& header, std::span<const std::byte> bytes);

/// Every value, level and link. Throws Error(damaged_file), which names the section.
void check_contents(const FileCheck& file, const FileHeader& header, const IndexOptions& options,
                    std::span<const std::byte> bytes);

}  // namespace hnsw
