#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <span>
#include <vector>

#include "hnsw/index.hpp"
#include "storage/file.hpp"

namespace hnsw::service {

/// A change of the index, as the log keeps it.
struct Change {
    enum class Kind : std::uint8_t { upsert = 1, erase = 2, clear = 3, revision = 4 };

    Kind kind = Kind::clear;
    std::vector<Item> items{};  ///< of an upsert; the vectors lie elsewhere
    std::vector<Id> ids{};      ///< of an erase
    std::int64_t revision = 0;
};

/// The changes since the last snapshot, in a file beside it. Not to be used from several threads at once.
///
/// The file is a magic, the format's version and the vectors' dimension, then records: bytes (u32), CRC-32C
/// of the content (u32), content. A record that is cut short or whose checksum is wrong ends the log: it was
/// being written when the process died, so nobody was told that it is kept.
class WriteAheadLog {
  public:
    /// Opens or makes the file, hands every whole record to `replay` in order, and cuts off what is behind.
    /// Throws hnsw::Error: file, damaged_file where it is no log or of another dimension, file_version.
    WriteAheadLog(const std::filesystem::path& path, std::size_t dimension,
                  const std::function<void(const Change&)>& replay);

    /// Returns once the change is on the disk. Throws Error(file); then the log is as it was before.
    void append(const Change& change);
    /// Forgets every record: a snapshot holds them now.
    void clear();

    [[nodiscard]] std::uint64_t bytes() const noexcept { return end_; }  ///< of the file

  private:
    void begin();
    void read_header();
    void replay_all(std::uint64_t size, const std::function<void(const Change&)>& replay);

    FileDescriptor file_;
    std::size_t dimension_;
    std::uint64_t end_ = 0;  // of the last whole record
    bool broken_ = false;    // bytes behind end_ could not be cut off
};

}  // namespace hnsw::service
