#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <span>

#include "hnsw/index.hpp"
#include "storage/file.hpp"
#include "write_ahead_log.hpp"

namespace hnsw::service {

/// What the one who starts the service asks for; what is absent is as the data on disk has it.
struct DurableIndexOptions {
    std::filesystem::path folder{};  ///< empty: memory only, nothing is kept
    /// A snapshot or log that is damaged or of another version is renamed, with `.damaged` behind it, and the
    /// index starts empty: for one whose owner fills it again. Else it is an error.
    bool set_damaged_aside = false;
    std::optional<std::size_t> dimension{};
    std::optional<Metric> metric{};
    std::optional<unsigned> links{};
    std::optional<unsigned> base_links{};
    std::optional<unsigned> ef_construction{};
    std::optional<double> level_multiplier{};
    std::optional<std::uint64_t> seed{};
    std::optional<Storage> storage{};
};

/// What a change has come to.
struct Changed {
    std::size_t changed = 0;  ///< vectors added, replaced or removed
    std::size_t size = 0;
    std::int64_t revision = 0;
};

/// An index that survives a kill at any moment: every change is on disk when its function returns.
///
/// `index.hnsw` in the folder is a snapshot, `index.log` the changes since. A start loads the one and replays
/// the other. Replaying changes that the snapshot has already is harmless, since the last change of an id
/// decides, so the two need not change in one step. The log is replaced by a snapshot when it has grown long.
///
/// Every member may be called from any thread; changes follow one another. A change that throws Error(file)
/// was not kept, though searches may see it until the next start.
class DurableIndex {
  public:
    /// Throws Error: invalid_argument where the options contradict the data on disk or say too little, file
    /// (also where another process uses the folder), damaged_file, file_version (both but with
    /// set_damaged_aside).
    explicit DurableIndex(const DurableIndexOptions& options);

    Changed upsert(std::span<const Item> items);
    Changed erase(std::span<const Id> ids);
    Changed clear();
    Changed set_revision(std::int64_t revision);
    /// Writes a snapshot and empties the log; does nothing without a folder.
    Changed save();

    [[nodiscard]] const Index& index() const noexcept { return *index_; }
    [[nodiscard]] bool is_durable() const noexcept { return log_ != nullptr; }
    [[nodiscard]] std::uint64_t log_bytes() const;  ///< 0 without a folder

  private:
    void open(const DurableIndexOptions& options);
    void load(const DurableIndexOptions& options);
    void keep(const Change& change);  // mutex_ is held
    void save_locked();
    [[nodiscard]] Changed result(std::size_t changed) const;

    std::filesystem::path folder_;
    mutable std::mutex mutex_;  // one change at a time, so that the log has them in their order
    std::optional<FileDescriptor> folder_lock_;
    std::unique_ptr<Index> index_;
    std::unique_ptr<WriteAheadLog> log_;
    std::uint64_t snapshot_bytes_ = 0;
};

}  // namespace hnsw::service
