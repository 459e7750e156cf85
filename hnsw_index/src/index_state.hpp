#pragma once

#include <mutex>
#include <shared_mutex>
#include <unordered_map>

#include "fair_shared_mutex.hpp"
#include "graph/graph.hpp"
#include "hnsw/index.hpp"
#include "input.hpp"
#include "storage/storage.hpp"

namespace hnsw {

/// What Index holds: the graph, which vector of it has which id, and the locks.
class Index::State {
  public:
    State(const IndexOptions& options, const Kernels& kernels)
        : options_(checked(options)), kernels_(kernels), graph_(std::make_unique<Graph>(options_, kernels)) {}
    State(LoadedGraph loaded, const Kernels& kernels);

    void upsert(std::span<const Item> items, unsigned threads);
    std::size_t erase(std::span<const Id> ids);
    void clear();
    std::vector<Hit> search(std::span<const float> query, SearchOptions search, bool exact) const;
    void save(const std::filesystem::path& path);

    template <class Read>
    auto read(Read read) const {
        const std::shared_lock lock(mutex_);
        return read();
    }
    std::optional<Slot> slot_of(Id id) const;  // mutex_ is held

    const IndexOptions options_;
    const Kernels& kernels_;
    // Writers hold writer_ from beginning to end, and mutex_ while the data changes, so that searches get
    // between the slices of a batch and go on during a save. Taken in this order.
    std::mutex writer_;
    mutable FairSharedMutex mutex_;
    std::unique_ptr<Graph> graph_;
    std::unordered_map<Id, Slot> slots_;
    std::unordered_map<Group, std::size_t> group_sizes_;
    std::int64_t revision_ = 0;
    mutable ScratchPool scratch_;

  private:
    void upsert_slice(std::span<const Item* const> items, unsigned threads);
    std::optional<Slot> place(const Item& item, std::vector<float>& prepared);
    void connect(std::span<const Slot> added, unsigned threads);
    void remove(std::unordered_map<Id, Slot>::iterator found);
    void change_group(Slot slot, Group group);
    void leave_group(Group group);
    void purge_if_needed();
};

}  // namespace hnsw
