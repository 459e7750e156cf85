#include "durable_index.hpp"

#include <fcntl.h>
#include <sys/file.h>

#include <spdlog/spdlog.h>

#include <algorithm>
#include <string>

namespace hnsw::service {

namespace {

/// Gathers upserts of the log into batches, which all cores work on.
class Replay {
  public:
    explicit Replay(Index& index) : index_(index) {}

    void apply(const Change& change) {
        if (change.kind == Change::Kind::upsert) return gather(change.items);
        flush();
        if (change.kind == Change::Kind::erase) index_.erase(change.ids);
        if (change.kind == Change::Kind::clear) index_.clear();
        if (change.kind == Change::Kind::revision) index_.set_revision(change.revision);
    }

    void flush() {
        std::vector<Item> items(ids_.size());
        const std::size_t dimension = index_.options().dimension;
        for (std::size_t i = 0; i < ids_.size(); ++i)
            items[i] = {ids_[i], groups_[i], std::span(vectors_).subspan(i * dimension, dimension)};
        index_.upsert(items);
        ids_.clear();
        groups_.clear();
        vectors_.clear();
    }

  private:
    void gather(std::span<const Item> items) {
        for (const Item& item : items) {
            ids_.push_back(item.id);
            groups_.push_back(item.group);
            vectors_.insert(vectors_.end(), item.vector.begin(), item.vector.end());
        }
        if (ids_.size() >= 4096) flush();
    }

    Index& index_;
    std::vector<Id> ids_;
    std::vector<Group> groups_;
    std::vector<float> vectors_;
};

template <class T>
void check_same(const char* name, const std::optional<T>& asked, const T& kept,
                const std::filesystem::path& file) {
    if (!asked || *asked == kept) return;
    throw Error(ErrorCode::invalid_argument, std::string(name) + " is to be " + std::to_string(*asked) +
                                                 ", but " + file.string() + " was made with " +
                                                 std::to_string(kept) +
                                                 ": leave the option out, or use another folder");
}

void check_options(const DurableIndexOptions& asked, const IndexOptions& kept,
                   const std::filesystem::path& file) {
    check_same("the dimension", asked.dimension, kept.dimension, file);
    if (asked.metric && *asked.metric != kept.metric)
        throw Error(ErrorCode::invalid_argument,
                    "the metric is to be " + std::string(metric_name(*asked.metric)) + ", but " +
                        file.string() + " was made with " + std::string(metric_name(kept.metric)) +
                        ": leave the option out, or use another folder");
    check_same("links (M)", asked.links, kept.links, file);
    check_same("base_links (M0)", asked.base_links, kept.base_links, file);
    check_same("ef_construction", asked.ef_construction, kept.ef_construction, file);
    check_same("the level multiplier", asked.level_multiplier, kept.level_multiplier, file);
    check_same("the seed", asked.seed, kept.seed, file);
    if (asked.storage && *asked.storage != kept.storage)
        throw Error(ErrorCode::invalid_argument,
                    "the storage is to be " + std::string(storage_name(*asked.storage)) + ", but " +
                        file.string() + " was made with " + std::string(storage_name(kept.storage)) +
                        ": leave the option out, or use another folder");
}

IndexOptions new_options(const DurableIndexOptions& asked) {
    if (!asked.dimension)
        throw Error(ErrorCode::invalid_argument, "a new index needs its dimension: give --dimension");
    IndexOptions options;
    options.dimension = *asked.dimension;
    options.metric = asked.metric.value_or(options.metric);
    options.links = asked.links.value_or(options.links);
    options.base_links = asked.base_links.value_or(options.base_links);
    options.ef_construction = asked.ef_construction.value_or(options.ef_construction);
    options.level_multiplier = asked.level_multiplier.value_or(options.level_multiplier);
    options.seed = asked.seed.value_or(options.seed);
    options.storage = asked.storage.value_or(options.storage);
    return options;
}

}  // namespace

DurableIndex::DurableIndex(const DurableIndexOptions& options) : folder_(options.folder) {
    if (folder_.empty())
        index_ = std::make_unique<Index>(new_options(options));
    else
        open(options);
}

void DurableIndex::open(const DurableIndexOptions& options) {
    std::error_code error;
    std::filesystem::create_directories(folder_, error);
    if (error) throw Error(ErrorCode::file, folder_.string() + " cannot be made: " + error.message());
    folder_lock_.emplace(folder_ / "lock", O_RDWR | O_CREAT);
    if (::flock(folder_lock_->get(), LOCK_EX | LOCK_NB) != 0)
        throw Error(ErrorCode::file,
                    folder_.string() + " is in use by another process: stop it or choose another");
    try {
        load(options);
    } catch (const Error& unread) {
        const bool unusable =
            unread.code() == ErrorCode::damaged_file || unread.code() == ErrorCode::file_version;
        if (!unusable || !options.set_damaged_aside) throw;
        spdlog::error("{}; what is there is kept as *.damaged, and the index starts empty", unread.what());
        log_.reset();
        for (const char* name : {"index.hnsw", "index.log"})
            if (std::filesystem::exists(folder_ / name))
                std::filesystem::rename(folder_ / name, folder_ / (std::string(name) + ".damaged"));
        load(options);
    }
}

void DurableIndex::load(const DurableIndexOptions& options) {
    const auto snapshot = folder_ / "index.hnsw";
    if (std::filesystem::exists(snapshot)) {
        index_ = std::make_unique<Index>(Index::load(snapshot));
        check_options(options, index_->options(), snapshot);
    } else {
        // A log tells the dimension only; the snapshot, be it empty, tells the rest.
        index_ = std::make_unique<Index>(new_options(options));
        index_->save(snapshot);
    }
    snapshot_bytes_ = std::filesystem::file_size(snapshot);
    Replay replay(*index_);
    log_ = std::make_unique<WriteAheadLog>(folder_ / "index.log", index_->options().dimension,
                                           [&](const Change& change) { replay.apply(change); });
    replay.flush();
}

Changed DurableIndex::upsert(std::span<const Item> items) {
    const std::lock_guard lock(mutex_);
    // The index looks at every vector before it takes one, so what comes to the log is known to be good.
    index_->upsert(items);
    keep({.kind = Change::Kind::upsert, .items = {items.begin(), items.end()}});
    return result(items.size());
}

Changed DurableIndex::erase(std::span<const Id> ids) {
    const std::lock_guard lock(mutex_);
    const std::size_t erased = index_->erase(ids);
    keep({.kind = Change::Kind::erase, .ids = {ids.begin(), ids.end()}});
    return result(erased);
}

Changed DurableIndex::clear() {
    const std::lock_guard lock(mutex_);
    const std::size_t size = index_->size();
    index_->clear();
    keep({.kind = Change::Kind::clear});
    return result(size);
}

Changed DurableIndex::set_revision(std::int64_t revision) {
    const std::lock_guard lock(mutex_);
    index_->set_revision(revision);
    keep({.kind = Change::Kind::revision, .revision = revision});
    return result(0);
}

Changed DurableIndex::save() {
    const std::lock_guard lock(mutex_);
    save_locked();
    return result(0);
}

std::uint64_t DurableIndex::log_bytes() const {
    const std::lock_guard lock(mutex_);
    return log_ ? log_->bytes() : 0;
}

void DurableIndex::keep(const Change& change) {
    if (!log_) return;
    log_->append(change);
    // Some 60,000 vectors of 128 dimensions: ten seconds of replay at worst.
    constexpr std::uint64_t long_log = 32'000'000;
    if (log_->bytes() <= std::max(long_log, snapshot_bytes_ / 2)) return;
    try {
        save_locked();
    } catch (const Error& error) {
        // The change itself is safe in the log.
        spdlog::error("no snapshot could be written: {}", error.what());
    }
}

void DurableIndex::save_locked() {
    if (!log_) return;
    index_->save(folder_ / "index.hnsw");
    snapshot_bytes_ = std::filesystem::file_size(folder_ / "index.hnsw");
    log_->clear();
}

Changed DurableIndex::result(std::size_t changed) const {
    return {changed, index_->size(), index_->revision()};
}

}  // namespace hnsw::service
