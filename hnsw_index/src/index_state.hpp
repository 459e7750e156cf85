#pragma once

#include <mutex>
#include <shared_mutex>
#include <unordered_map>

#include "graph/graph.hpp"
#include "hnsw/index.hpp"
#include "id_table.hpp"
#include "input.hpp"
#include "storage/storage.hpp"

namespace hnsw {

/// What Index holds: the graph, which slot of it has which id, and who may change them when.
class Index::State {
  public:
    State(const IndexOptions& options, const Kernels& kernels);
    State(LoadedIndex loaded, const Kernels& kernels);

    std::size_t upsert(std::span<const Item> items, const UpsertOptions& options);
    std::size_t erase(std::span<const Id> ids);
    void clear();
    void set_revision(std::int64_t revision);
    void save(const std::filesystem::path& path);

    enum class Way { graph, every_vector };
    std::vector<Hit> search(std::span<const float> query, const SearchOptions& options, Way way) const;
    std::vector<Hit> search_within(std::span<const float> query, float radius, const SearchOptions& options,
                                   Way way) const;
    Statistics statistics() const;

    [[nodiscard]] std::size_t groups() const;
    [[nodiscard]] std::vector<Id> ids() const;
    /// Calls `read(graph, slot)` for the slot of an id, which stays what it is meanwhile; nothing where there
    /// is none.
    template <class Read>
    auto read(Id id, Read read) const -> std::optional<decltype(read(std::declval<const Graph&>(), Slot{}))> {
        const auto lock = lock_ids();
        const Graph& graph = *owned_graph_;  // which is changed with the lock held
        const auto slot = ids_.find(graph.layout(), id);
        if (!slot) return std::nullopt;
        return read(graph, *slot);
    }
    [[nodiscard]] std::size_t size() const;

    const IndexOptions options_;
    const Kernels& kernels_;
    std::atomic<std::int64_t> revision_ = 0;

  private:
    void upsert_slice(std::span<const Item* const> items, unsigned threads);
    std::optional<Slot> place(const Item& item, std::vector<Slot>& replaced);  // ids_mutex_ is held
    void connect(std::span<const Slot> added, unsigned threads);
    void replace_graph();
    void purge_if_needed();
    void purge();
    void join_group(Group group);
    void leave_group(Group group);

    [[nodiscard]] std::shared_lock<std::shared_mutex> lock_ids() const;
    void know_ids() const;
    void begin_change();

    [[nodiscard]] bool scan_is_faster(const Graph& graph, const Wanted& wanted, std::size_t ef) const;
    [[nodiscard]] std::optional<std::vector<Slot>> slots_of_few(const IdBitmap* allowed) const;
    /// For scratch.query. False where a writer took away so much of what was found that less than k remains.
    bool try_search(const SearchOptions& options, Way way, const std::optional<std::vector<Slot>>& few,
                    Scratch& scratch, std::vector<Hit>& found) const;
    [[nodiscard]] std::vector<Hit> hits(const Graph& graph, std::span<const Candidate> found,
                                        std::size_t most) const;

    // Order of locks: writer_, then ids_mutex_. Searches take neither; they hold a lease while they read.
    mutable std::mutex writer_;  // held by a writer from beginning to end
    mutable Readers readers_;
    FileImage image_;  // what the graph may lie in
    std::unique_ptr<Graph> owned_graph_;
    std::atomic<Graph*> graph_;  // whose owner is the line above
    std::vector<std::unique_ptr<Scratch>> builders_;
    std::vector<float> prepared_;
    std::atomic<std::size_t> replaced_ = 0;  // slots that are live still while their replacements get linked

    mutable std::shared_mutex ids_mutex_;
    mutable IdTable ids_;
    mutable bool ids_known_ = true;  // a mapped file's table is made when it is first needed
    bool links_checked_ = true;      // and its links are looked at when a writer first follows them
    mutable std::optional<std::unordered_map<Group, std::size_t>>
        group_sizes_;  // counted when first asked for
};

}  // namespace hnsw
