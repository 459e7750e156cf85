#include "hnsw/index.hpp"

#include <algorithm>
#include <atomic>
#include <future>
#include <mutex>
#include <shared_mutex>
#include <string>
#include <thread>
#include <unordered_map>

#include "fair_shared_mutex.hpp"
#include "graph/graph.hpp"
#include "input.hpp"
#include "storage/storage.hpp"

namespace hnsw {

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

namespace {

/// Each id once, with its last item.
std::vector<const Item*> last_of_each(std::span<const Item> items) {
    std::vector<const Item*> kept;
    std::unordered_map<Id, std::size_t> positions;
    for (const Item& item : items) {
        const auto [found, is_new] = positions.try_emplace(item.id, kept.size());
        if (is_new)
            kept.push_back(&item);
        else
            kept[found->second] = &item;
    }
    return kept;
}

}  // namespace

Index::State::State(LoadedGraph loaded, const Kernels& kernels)
    : options_(loaded.options),
      kernels_(kernels),
      graph_(std::move(loaded.graph)),
      revision_(loaded.revision) {
    const Layout& layout = graph_->layout();
    for (Slot slot = 0; slot < layout.slots(); ++slot) {
        if (!slots_.try_emplace(layout.id(slot), slot).second)
            throw Error(ErrorCode::damaged_file,
                        "the file is damaged: the id " + std::to_string(layout.id(slot)) + " is there twice");
        ++group_sizes_[layout.group(slot)];
    }
}

void Index::State::upsert(std::span<const Item> items, unsigned threads) {
    for (const Item& item : items)
        check_vector(item.vector, options_, "the vector of id " + std::to_string(item.id));
    if (threads == 0) threads = std::max(1U, std::thread::hardware_concurrency());
    const auto kept = last_of_each(items);
    const std::lock_guard writer(writer_);
    // A slice takes some 50 ms: long beside starting threads, short for a search that waits.
    const std::size_t slice = std::size_t{64} * threads;
    for (std::size_t i = 0; i < kept.size(); i += slice)
        upsert_slice(std::span(kept).subspan(i, std::min(slice, kept.size() - i)), threads);
}

void Index::State::upsert_slice(std::span<const Item* const> items, unsigned threads) {
    const std::lock_guard lock(mutex_);
    if (graph_->layout().slots() + items.size() >= no_slot)
        throw Error(ErrorCode::invalid_argument, "the index is full: it holds at most 4,294,967,294 vectors");
    std::vector<float> prepared;
    std::vector<Slot> added;
    for (const Item* item : items)
        if (const auto slot = place(*item, prepared)) added.push_back(*slot);
    connect(added, threads);
    purge_if_needed();
}

/// Gets the item a slot, unless just this vector is there already.
std::optional<Slot> Index::State::place(const Item& item, std::vector<float>& prepared) {
    Layout& layout = graph_->layout();
    prepare_vector(item.vector, options_.metric, prepared);
    const auto found = slots_.find(item.id);
    if (found != slots_.end()) {
        if (std::equal(prepared.begin(), prepared.end(), layout.vector(found->second))) {
            change_group(found->second, item.group);
            return std::nullopt;
        }
        remove(found);
    }
    const Slot slot = layout.add(item.id, item.group, graph_->level_of(item.id), prepared);
    slots_[item.id] = slot;
    ++group_sizes_[item.group];
    return slot;
}

void Index::State::connect(std::span<const Slot> added, unsigned threads) {
    std::atomic<std::size_t> next = 0;
    const auto work = [&] {
        const ScratchPool::Lease scratch(scratch_);
        for (std::size_t i = next++; i < added.size(); i = next++) graph_->connect(added[i], *scratch);
    };
    std::vector<std::future<void>> helpers;
    for (std::size_t i = 1; i < std::min<std::size_t>(threads, added.size()); ++i)
        helpers.push_back(std::async(std::launch::async, work));
    work();
    for (auto& helper : helpers) helper.get();
}

void Index::State::remove(std::unordered_map<Id, Slot>::iterator found) {
    leave_group(graph_->layout().group(found->second));
    graph_->mark_deleted(found->second);
    slots_.erase(found);
}

void Index::State::change_group(Slot slot, Group group) {
    leave_group(graph_->layout().group(slot));
    graph_->layout().set_group(slot, group);
    ++group_sizes_[group];
}

void Index::State::leave_group(Group group) {
    const auto found = group_sizes_.find(group);
    if (--found->second == 0) group_sizes_.erase(found);
}

void Index::State::purge_if_needed() {
    if (slots_.empty()) return graph_->clear();
    if (!graph_->needs_purge()) return;
    const ScratchPool::Lease scratch(scratch_);
    graph_->purge(*scratch);
}

std::size_t Index::State::erase(std::span<const Id> ids) {
    const std::lock_guard writer(writer_);
    const std::lock_guard lock(mutex_);
    std::size_t erased = 0;
    for (const Id id : ids) {
        const auto found = slots_.find(id);
        if (found == slots_.end()) continue;
        remove(found);
        ++erased;
    }
    purge_if_needed();
    return erased;
}

void Index::State::clear() {
    const std::lock_guard writer(writer_);
    const std::lock_guard lock(mutex_);
    graph_->clear();
    slots_.clear();
    group_sizes_.clear();
    revision_ = 0;
}

std::optional<Slot> Index::State::slot_of(Id id) const {
    const auto found = slots_.find(id);
    return found == slots_.end() ? std::nullopt : std::optional(found->second);
}

std::vector<Hit> Index::State::search(std::span<const float> query, SearchOptions search, bool exact) const {
    check_vector(query, options_, "the query");
    if (search.k == 0)
        throw Error(ErrorCode::invalid_argument, "k is 0, at least 1 result must be asked for");
    const ScratchPool::Lease lease(scratch_);
    Scratch& scratch = *lease;
    prepare_vector(query, options_.metric, scratch.query);

    const std::shared_lock lock(mutex_);
    const std::size_t available = search.distinct_groups ? group_sizes_.size() : slots_.size();
    const std::size_t k = std::min(search.k, available);
    const std::size_t ef = std::max(search.ef, k);
    if (k == 0) return {};
    // A search that ranks half of all there is would visit nearly every vector: going through them in the
    // order of memory is faster, and exact.
    if (exact || 2 * ef >= available) {
        graph_->scan(scratch.query.data(), k, search.distinct_groups, scratch);
    } else {
        graph_->search(scratch.query.data(), ef, search.distinct_groups, scratch);
        // Links go one way: a vector may be out of reach.
        if (scratch.results.size() < k)
            graph_->scan(scratch.query.data(), k, search.distinct_groups, scratch);
    }
    const Layout& layout = graph_->layout();
    std::vector<Hit> hits;
    hits.reserve(k);
    for (const Candidate& candidate : std::span(scratch.results).first(k))
        hits.push_back({layout.id(candidate.slot), layout.group(candidate.slot),
                        graph_->distance().reported(candidate.distance)});
    return hits;
}

void Index::State::save(const std::filesystem::path& path) {
    const std::lock_guard writer(writer_);
    {
        const std::lock_guard lock(mutex_);
        const ScratchPool::Lease scratch(scratch_);
        graph_->purge(*scratch);
    }
    // Nobody else writes while writer_ is held, and searches only read.
    save_graph(path, *graph_, options_, revision_);
}

Index::Index(const IndexOptions& options) : state_(std::make_unique<State>(options, choose_kernels())) {}
Index::Index(std::unique_ptr<State> state) : state_(std::move(state)) {}
Index::~Index() = default;
Index::Index(Index&&) noexcept = default;
Index& Index::operator=(Index&&) noexcept = default;

Index Index::load(const std::filesystem::path& path) {
    const Kernels& kernels = choose_kernels();
    return Index(std::make_unique<State>(load_graph(path, kernels), kernels));
}

void Index::upsert(Id id, Group group, std::span<const float> vector) {
    const Item item{id, group, vector};
    state_->upsert(std::span(&item, 1), 1);
}
void Index::upsert(std::span<const Item> items, unsigned threads) {
    state_->upsert(items, threads);
}
bool Index::erase(Id id) {
    return state_->erase(std::span(&id, 1)) == 1;
}
std::size_t Index::erase(std::span<const Id> ids) {
    return state_->erase(ids);
}
void Index::clear() {
    state_->clear();
}

std::vector<Hit> Index::search(std::span<const float> query, const SearchOptions& options) const {
    return state_->search(query, options, false);
}
std::vector<Hit> Index::exact_search(std::span<const float> query, const SearchOptions& options) const {
    return state_->search(query, options, true);
}

std::size_t Index::size() const {
    return state_->read([this] { return state_->slots_.size(); });
}
std::size_t Index::groups() const {
    return state_->read([this] { return state_->group_sizes_.size(); });
}
bool Index::contains(Id id) const {
    return state_->read([&] { return state_->slot_of(id).has_value(); });
}
std::optional<Group> Index::group_of(Id id) const {
    return state_->read([&]() -> std::optional<Group> {
        const auto slot = state_->slot_of(id);
        if (!slot) return std::nullopt;
        return state_->graph_->layout().group(*slot);
    });
}
std::optional<std::vector<float>> Index::vector_of(Id id) const {
    return state_->read([&]() -> std::optional<std::vector<float>> {
        const auto slot = state_->slot_of(id);
        if (!slot) return std::nullopt;
        const float* row = state_->graph_->layout().vector(*slot);
        return std::vector<float>(row, row + state_->options_.dimension);
    });
}

const IndexOptions& Index::options() const noexcept {
    return state_->options_;
}
std::string_view Index::kernels() const noexcept {
    return state_->kernels_.name;
}

std::int64_t Index::revision() const {
    return state_->read([this] { return state_->revision_; });
}
void Index::set_revision(std::int64_t revision) {
    const std::lock_guard writer(state_->writer_);
    const std::lock_guard lock(state_->mutex_);
    state_->revision_ = revision;
}
void Index::save(const std::filesystem::path& path) {
    state_->save(path);
}

}  // namespace hnsw
