#include "hnsw/index.hpp"

#include "index_state.hpp"

namespace hnsw {

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
