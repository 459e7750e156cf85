#include "hnsw/index.hpp"

#include <string>

#include "index_state.hpp"
#include "on_threads.hpp"

namespace hnsw {

Index::Index(const IndexOptions& options) : state_(std::make_unique<State>(options, choose_kernels())) {}
Index::Index(std::unique_ptr<State> state) : state_(std::move(state)) {}
Index::~Index() = default;
Index::Index(Index&&) noexcept = default;
Index& Index::operator=(Index&&) noexcept = default;

Index Index::load(const std::filesystem::path& path, Loading loading) {
    const Kernels& kernels = choose_kernels();
    return Index(std::make_unique<State>(LoadedIndex(path, loading), kernels));
}

void Index::upsert(Id id, Group group, std::span<const float> vector) {
    const Item item{id, group, vector};
    state_->upsert(std::span(&item, 1), {.threads = 1});
}
std::size_t Index::upsert(std::span<const Item> items, const UpsertOptions& options) {
    return state_->upsert(items, options);
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
    return state_->search(query, options, State::Way::graph);
}
std::vector<Hit> Index::exact_search(std::span<const float> query, const SearchOptions& options) const {
    return state_->search(query, options, State::Way::every_vector);
}
std::vector<Hit> Index::search_within(std::span<const float> query, float radius,
                                      const SearchOptions& options) const {
    return state_->search_within(query, radius, options, State::Way::graph);
}
std::vector<Hit> Index::exact_search_within(std::span<const float> query, float radius,
                                            const SearchOptions& options) const {
    return state_->search_within(query, radius, options, State::Way::every_vector);
}

std::vector<std::vector<Hit>> Index::search_batch(std::span<const float> queries,
                                                  const SearchOptions& options, unsigned threads) const {
    const std::size_t dimension = state_->options_.dimension;
    if (queries.size() % dimension != 0)
        throw Error(ErrorCode::invalid_argument, "the queries have " + std::to_string(queries.size()) +
                                                     " numbers together, which is no multiple of " +
                                                     std::to_string(dimension));
    std::vector<std::vector<Hit>> results(queries.size() / dimension);
    on_threads(results.size(), thread_count(threads), [&](std::size_t i, std::size_t /*thread*/) {
        results[i] = search(queries.subspan(i * dimension, dimension), options);
    });
    return results;
}

std::vector<Hit> Index::search_by_id(Id id, const SearchOptions& options) const {
    const auto vector = vector_of(id);
    if (!vector)
        throw Error(ErrorCode::invalid_argument, "the id " + std::to_string(id) + " is not in the index");
    if (options.k == 0) return search(*vector, options);  // which refuses it
    SearchOptions others = options;
    if (options.distinct_groups) {
        others.filter = [&](Id other) { return other != id && (!options.filter || options.filter(other)); };
        return search(*vector, others);
    }
    others.k = std::min(options.k, size()) + 1;
    std::vector<Hit> hits = search(*vector, others);
    if (std::erase_if(hits, [id](const Hit& hit) { return hit.id == id; }) == 0 && hits.size() == others.k)
        hits.pop_back();
    return hits;
}

std::size_t Index::size() const {
    return state_->size();
}
std::size_t Index::groups() const {
    return state_->groups();
}
bool Index::contains(Id id) const {
    return state_->read(id, [](const Graph&, Slot) { return true; }).has_value();
}
std::vector<Id> Index::ids() const {
    return state_->ids();
}
std::optional<Group> Index::group_of(Id id) const {
    return state_->read(id, [](const Graph& graph, Slot slot) { return graph.layout().group(slot); });
}
std::optional<std::vector<float>> Index::vector_of(Id id) const {
    return state_->read(id, [this](const Graph& graph, Slot slot) {
        std::vector<float> vector(state_->options_.dimension);
        graph.copy_vector(slot, vector);
        return vector;
    });
}
Statistics Index::statistics() const {
    return state_->statistics();
}

const IndexOptions& Index::options() const noexcept {
    return state_->options_;
}
std::string_view Index::kernels() const noexcept {
    return state_->kernels_.name;
}

std::int64_t Index::revision() const {
    return state_->revision_;
}
void Index::set_revision(std::int64_t revision) {
    state_->set_revision(revision);
}
void Index::save(const std::filesystem::path& path) {
    state_->save(path);
}

}  // namespace hnsw
