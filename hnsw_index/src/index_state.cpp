#include "index_state.hpp"

#include <algorithm>
#include <atomic>
#include <future>
#include <string>
#include <thread>

#include "input.hpp"

namespace hnsw {

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
        slots_.emplace(layout.id(slot), slot);
        ++group_sizes_[layout.group(slot)];
    }
}

void Index::State::upsert(std::span<const Item> items, unsigned threads) {
    for (const Item& item : items)
        check_vector(item.vector, options_, "the vector of id " + std::to_string(item.id));
    if (threads == 0) threads = std::max(1U, std::thread::hardware_concurrency());
    const auto kept = last_of_each(items);
    const std::lock_guard writer(writer_);
    // A slice takes some 20 ms: long beside starting threads, short for a search that waits. Early ones at
    // most double the graph, which is judged behind each.
    for (std::size_t i = 0; i < kept.size();) {
        const std::size_t slice =
            std::min(std::size_t{64} * threads, std::max<std::size_t>(64, graph_->layout().slots()));
        const auto items_of_slice = std::span(kept).subspan(i, std::min(slice, kept.size() - i));
        upsert_slice(items_of_slice, threads);
        i += items_of_slice.size();
    }
}

void Index::State::upsert_slice(std::span<const Item* const> items, unsigned threads) {
    const std::lock_guard lock(mutex_);
    if (graph_->layout().slots() + items.size() >= max_slots)
        throw Error(ErrorCode::invalid_argument, "the index is full: it holds at most 2,147,483,647 vectors");
    std::vector<float> prepared;
    std::vector<Slot> added;
    for (const Item* item : items)
        if (const auto slot = place(*item, prepared)) added.push_back(*slot);
    connect(added, threads);
    graph_->judge_codes();
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
    const Slot slot = graph_->add(item.id, item.group, graph_->level_of(item.id), prepared);
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
    if (exact || ef >= available - available / 2) {
        graph_->scan(scratch.query.data(), k, search.distinct_groups, scratch);
    } else {
        graph_->search(scratch.query.data(), k, ef, search.distinct_groups, scratch);
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

}  // namespace hnsw
