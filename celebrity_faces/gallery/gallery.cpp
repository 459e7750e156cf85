#include "gallery/gallery.hpp"

#include <algorithm>
#include <numeric>
#include <unordered_set>

#include "gallery/names.hpp"
#include "gallery/store_state.hpp"

namespace faces {
namespace {

constexpr std::int64_t first_builtin_id = std::int64_t{1} << 40;

}  // namespace

Gallery::Gallery(const Store& store, std::optional<BuiltinGallery> builtin, bool with_builtin)
    : store_(store), builtin_(std::move(builtin)), with_builtin_(with_builtin) {
    if (!builtin_) return;
    for (const BuiltinEntry& entry : builtin_->entries) keys_.push_back(search_key(entry.name));
    by_key_.resize(keys_.size());
    std::iota(by_key_.begin(), by_key_.end(), 0U);
    std::sort(by_key_.begin(), by_key_.end(), [&](auto a, auto b) { return keys_[a] < keys_[b]; });
}

FaceId Gallery::builtin_id(std::uint32_t entry) noexcept {
    return first_builtin_id + entry;
}

const BuiltinEntry* Gallery::builtin_entry(std::int64_t id) const noexcept {
    const std::int64_t entry = id - first_builtin_id;
    if (entry < 0 || entry >= static_cast<std::int64_t>(keys_.size())) return nullptr;
    return &builtin_->entries[static_cast<std::size_t>(entry)];
}

IndexedFace Gallery::builtin_face(std::uint32_t entry) const {
    return {builtin_id(entry), builtin_id(entry), builtin_->entries[entry].embedding};
}

Person Gallery::builtin_person(std::uint32_t entry) const {
    return {builtin_id(entry), builtin_->entries[entry].name, true, {}};
}

// A built-in person is known by id even when no longer shown: an index may be a moment behind.
std::optional<Person> Gallery::person(PersonId id) const {
    if (const BuiltinEntry* entry = builtin_entry(id)) return Person{id, entry->name, true, {}};
    return store_.person(id);
}

std::optional<StoredFace> Gallery::face(FaceId id) const {
    if (builtin_entry(id) != nullptr) return StoredFace{id, id, {}, {}};
    return store_.face(id);
}

std::optional<StoredFace> Gallery::best_face(PersonId id) const {
    return store_.best_face(id);
}

std::optional<Embedding> Gallery::mean_embedding(PersonId id) const {
    if (builtin_entry(id) != nullptr) return {};  // one embedding each
    return store_.mean_embedding(id);
}

std::optional<Embedding> Gallery::embedding(PersonId id) const {
    if (const BuiltinEntry* entry = builtin_entry(id)) return entry->embedding;
    return store_.embedding(id);
}

std::optional<std::vector<std::uint8_t>> Gallery::photo_bytes(PhotoId id) const {
    return store_.photo_bytes(id);
}

std::vector<std::uint32_t> Gallery::find_builtins(const std::string& query) const {
    const std::string wanted = search_key(query);
    std::vector<std::uint32_t> found;
    const auto shown = shown_builtins();  // held: the next revision replaces it
    for (const std::uint32_t entry : shown->entries)
        if (keys_[entry].find(wanted) != std::string::npos) found.push_back(entry);
    return found;
}

std::vector<Person> Gallery::list(const std::string& query, std::size_t offset, std::size_t limit) const {
    const std::vector<std::uint32_t> found = find_builtins(query);
    // In the common order a built-in person comes after the built-in and the own people with smaller keys.
    const auto first = std::partition_point(found.begin(), found.end(), [&](const std::uint32_t& entry) {
        const auto before = static_cast<std::size_t>(&entry - found.data());
        return before + store_.count_before(query, keys_[entry]) < offset;
    });
    const std::vector<Person> own =
        store_.list(query, offset - static_cast<std::size_t>(first - found.begin()), limit);

    std::vector<Person> page;
    auto next_own = own.begin();
    auto next_builtin = first;
    while (page.size() < limit && (next_own != own.end() || next_builtin != found.end())) {
        const bool take_own = next_builtin == found.end() ||
                              (next_own != own.end() && search_key(next_own->name) <= keys_[*next_builtin]);
        page.push_back(take_own ? *next_own++ : builtin_person(*next_builtin++));
    }
    return page;
}

std::size_t Gallery::count(const std::string& query) const {
    return store_.count(query) + find_builtins(query).size();
}

void Gallery::check_embedder(const EmbedderInfo& embedder) const {
    store_.check_embedder(embedder);
    if (!shown_builtins()->entries.empty()) check_same_embedder(builtin_->embedder, embedder);
}

std::shared_ptr<const Gallery::ShownBuiltins> Gallery::shown_builtins() const {
    const std::int64_t revision = store_.revision();
    const std::lock_guard lock(mutex_);
    if (shown_ != nullptr && shown_->revision == revision) return shown_;
    auto shown = std::make_shared<ShownBuiltins>();
    shown->revision = revision;
    shown->entries = entries_to_show();
    shown->mark = mark_of(shown->entries);
    shown_ = shown;
    return shown;
}

std::vector<std::uint32_t> Gallery::entries_to_show() const {
    if (by_key_.empty()) return {};
    if (!with_builtin_) return store_.count("") == 0 ? by_key_ : std::vector<std::uint32_t>();
    std::unordered_set<std::string> own;
    for (std::string& key : store_.keys()) own.insert(std::move(key));
    std::vector<std::uint32_t> entries;
    for (const std::uint32_t entry : by_key_)
        if (!own.contains(keys_[entry])) entries.push_back(entry);
    return entries;
}

std::uint32_t Gallery::mark_of(const std::vector<std::uint32_t>& entries) const {
    if (entries.empty()) return 0;
    std::uint64_t hash = builtin_->checksum;  // FNV-1a from there on
    for (const std::uint32_t entry : entries) hash = (hash ^ entry) * 0x100000001b3U;
    return static_cast<std::uint32_t>(1 + (hash >> 32) % (mark_count - 1));
}

}  // namespace faces
