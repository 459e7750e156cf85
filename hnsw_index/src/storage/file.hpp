#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

namespace hnsw {

/// An open file descriptor.
class FileDescriptor {
  public:
    /// Throws Error(file).
    FileDescriptor(const std::filesystem::path& path, int flags);
    ~FileDescriptor();
    FileDescriptor(const FileDescriptor&) = delete;
    FileDescriptor& operator=(const FileDescriptor&) = delete;

    [[nodiscard]] int get() const noexcept { return descriptor_; }
    [[nodiscard]] const std::filesystem::path& path() const noexcept { return path_; }

    /// All bytes; throws Error(file).
    void write(std::span<const std::byte> bytes);
    /// As many bytes as there are up to the span's size; throws Error(file).
    [[nodiscard]] std::size_t read(std::span<std::byte> bytes);
    /// Cuts the file off, and goes on from there; throws Error(file).
    void truncate(std::uint64_t bytes);
    /// Returns once what was written is on the disk; throws Error(file).
    void sync();

  private:
    [[noreturn]] void fail(const char* what) const;

    std::filesystem::path path_;
    int descriptor_;
};

/// A file that appears under its name whole or not at all: written beside it, synced, then renamed.
class AtomicFile {
  public:
    explicit AtomicFile(std::filesystem::path path);
    /// Removes what was written, unless it was committed.
    ~AtomicFile();
    AtomicFile(const AtomicFile&) = delete;
    AtomicFile& operator=(const AtomicFile&) = delete;

    void write(std::span<const std::byte> bytes);
    void commit();

  private:
    void flush();

    std::filesystem::path path_;
    std::filesystem::path temporary_;
    FileDescriptor file_;
    std::vector<std::byte> buffer_;
    bool committed_ = false;
};

/// Makes a new name or a removal in a folder last; throws Error(file).
void sync_folder(const std::filesystem::path& folder);

}  // namespace hnsw
