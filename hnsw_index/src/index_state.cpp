#include "index_state.hpp"

#include <algorithm>
#include <string>

#include "on_threads.hpp"

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

Index::State::State(const IndexOptions& options, const Kernels& kernels)
    : options_(checked(options)),
      kernels_(kernels),
      owned_graph_(std::make_unique<Graph>(options_, kernels_, readers_)),
      graph_(owned_graph_.get()) {}

Index::State::State(LoadedIndex loaded, const Kernels& kernels) : State(loaded.options(), kernels) {
    loaded.lend_to(*owned_graph_);
    revision_ = loaded.revision();
    ids_known_ = false;
    links_checked_ = loaded.is_checked();
    image_ = std::move(loaded).take_image();
}

std::shared_lock<std::shared_mutex> Index::State::lock_ids() const {
    std::shared_lock lock(ids_mutex_);
    if (ids_known_) return lock;
    lock.unlock();
    know_ids();
    lock.lock();
    return lock;
}

void Index::State::know_ids() const {
    const std::unique_lock lock(ids_mutex_);
    if (ids_known_) return;
    const Layout& layout = owned_graph_->layout();
    ids_.reserve(layout, layout.slots());
    for (Slot slot = 0; slot < layout.slots(); ++slot) ids_.insert(layout, slot);
    ids_known_ = true;
}

/// With writer_ held.
void Index::State::begin_change() {
    know_ids();
    if (!links_checked_) owned_graph_->layout().drop_wrong_links();
    links_checked_ = true;
}

std::size_t Index::State::upsert(std::span<const Item> items, const UpsertOptions& options) {
    for (const Item& item : items)
        check_vector(item.vector, options_, "the vector of id " + std::to_string(item.id));
    const unsigned threads = thread_count(options.threads);
    const auto kept = last_of_each(items);
    const std::lock_guard writer(writer_);
    begin_change();
    // A slice takes some 20 ms a thread: long beside starting threads, short for who wants to know how far it
    // is. Early ones at most double the graph, which is judged behind each.
    for (std::size_t done = 0; done < kept.size();) {
        const std::size_t slice =
            std::min(std::size_t{64} * threads, std::max<std::size_t>(64, owned_graph_->layout().slots()));
        const auto items_of_slice = std::span(kept).subspan(done, std::min(slice, kept.size() - done));
        upsert_slice(items_of_slice, threads);
        done += items_of_slice.size();
        if (options.progress && !options.progress(done, kept.size()) && done < kept.size()) return done;
    }
    return items.size();
}

void Index::State::upsert_slice(std::span<const Item* const> items, unsigned threads) {
    if (owned_graph_->layout().slots() + items.size() >= max_slots)
        throw Error(ErrorCode::invalid_argument, "the index is full: it holds at most 2,147,483,647 vectors");
    // Before the ids are locked, for a change of the codes waits for searches, whose filters may ask for an
    // id.
    for (const Item* item : items) {
        prepare_vector(item->vector, options_.metric, prepared_);
        owned_graph_->make_codes_cover(prepared_);
    }
    std::vector<Slot> added;
    std::vector<Slot> replaced;
    {
        const std::unique_lock lock(ids_mutex_);
        for (const Item* item : items)
            if (const auto slot = place(*item, replaced)) added.push_back(*slot);
    }
    connect(added, threads);
    // Only now: nobody looks for an item in vain while it is replaced.
    for (const Slot slot : replaced) {
        owned_graph_->mark_deleted(slot);
        --replaced_;
    }
    owned_graph_->judge_codes();
    purge_if_needed();
}

/// Gets the item a slot, unless just this vector is there already.
std::optional<Slot> Index::State::place(const Item& item, std::vector<Slot>& replaced) {
    Graph& graph = *owned_graph_;
    prepare_vector(item.vector, options_.metric, prepared_);
    const auto found = ids_.find(graph.layout(), item.id);
    if (found) leave_group(graph.layout().group(*found));
    join_group(item.group);
    if (found && graph.has_vector(*found, prepared_)) {
        graph.layout().set_group(*found, item.group);
        return std::nullopt;
    }
    if (found) {
        ++replaced_;
        replaced.push_back(*found);
    }
    const Slot slot = graph.add(item.id, item.group, graph.level_of(item.id), prepared_);
    ids_.insert(graph.layout(), slot);
    return slot;
}

void Index::State::connect(std::span<const Slot> added, unsigned threads) {
    while (builders_.size() < threads) builders_.push_back(std::make_unique<Scratch>());
    on_threads(added.size(), threads, [&](std::size_t i, std::size_t thread) {
        owned_graph_->connect(added[i], *builders_[thread]);
    });
}

std::size_t Index::State::erase(std::span<const Id> ids) {
    const std::lock_guard writer(writer_);
    begin_change();
    std::size_t erased = 0;
    {
        const std::unique_lock lock(ids_mutex_);
        for (const Id id : ids) {
            const auto slot = ids_.find(owned_graph_->layout(), id);
            if (!slot) continue;
            leave_group(owned_graph_->layout().group(*slot));
            ids_.erase(owned_graph_->layout(), id);
            owned_graph_->mark_deleted(*slot);
            ++erased;
        }
    }
    purge_if_needed();
    return erased;
}

void Index::State::clear() {
    const std::lock_guard writer(writer_);
    replace_graph();
    revision_ = 0;
}

/// By an empty one.
void Index::State::replace_graph() {
    FileImage image;
    auto graph = std::make_unique<Graph>(options_, kernels_, readers_);
    {
        const std::unique_lock lock(ids_mutex_);
        std::swap(owned_graph_, graph);
        graph_ = owned_graph_.get();
        std::swap(image_, image);
        ids_.clear();
        ids_known_ = true;
        links_checked_ = true;
        group_sizes_.reset();
    }
    readers_.wait_for_all();  // the graph before goes now, and the image behind it
}

void Index::State::purge_if_needed() {
    if (owned_graph_->layout().live() == 0) {
        if (owned_graph_->layout().slots() > 0) replace_graph();
    } else if (owned_graph_->needs_purge()) {
        purge();
    }
}

void Index::State::purge() {
    if (builders_.empty()) builders_.push_back(std::make_unique<Scratch>());
    owned_graph_->purge(*builders_[0]);
}

void Index::State::save(const std::filesystem::path& path) {
    const std::lock_guard writer(writer_);
    begin_change();
    purge();
    // Nobody else writes while writer_ is held, and searches only read.
    save_graph(path, *owned_graph_, options_, revision_);
}

void Index::State::set_revision(std::int64_t revision) {
    const std::lock_guard writer(writer_);
    revision_ = revision;
}

void Index::State::leave_group(Group group) {
    if (!group_sizes_) return;
    const auto found = group_sizes_->find(group);
    if (--found->second == 0) group_sizes_->erase(found);
}

void Index::State::join_group(Group group) {
    if (group_sizes_) ++(*group_sizes_)[group];
}

std::size_t Index::State::groups() const {
    {
        const auto lock = lock_ids();
        if (group_sizes_) return group_sizes_->size();
    }
    const std::unique_lock lock(ids_mutex_);
    if (!group_sizes_) {
        group_sizes_.emplace();
        const Layout& layout = owned_graph_->layout();
        ids_.for_each([&](Slot slot) { ++(*group_sizes_)[layout.group(slot)]; });
    }
    return group_sizes_->size();
}

std::size_t Index::State::size() const {
    const std::shared_lock lock(ids_mutex_);
    return ids_known_ ? ids_.size() : owned_graph_->layout().live();
}

std::vector<Id> Index::State::ids() const {
    const auto lock = lock_ids();
    std::vector<Id> ids;
    ids.reserve(ids_.size());
    ids_.for_each([&](Slot slot) { ids.push_back(owned_graph_->layout().id(slot)); });
    return ids;
}

}  // namespace hnsw
