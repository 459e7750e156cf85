#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <unordered_set>

#include "index_state.hpp"

namespace hnsw {

namespace {

// What a walk and a scan cost, as measured with 200,000 vectors of 128 dimensions. A walk meets about twelve
// vectors for each that it ranks; a filter that lets one in n pass makes it rank n times as many.
constexpr double met_for_each_ranked = 12;
constexpr double walk_ns = 12;     // a vector that a walk meets
constexpr double measure_ns = 25;  // a vector whose distance a scan measures
constexpr double look_ns = 1;      // a slot that a scan passes over
constexpr double ask_ns = 5;       // a predicate

}  // namespace

/// The slots of the ids, for few of them; nothing where going through all slots is as fast.
std::optional<std::vector<Slot>> Index::State::slots_of_few(const IdBitmap* allowed) const {
    constexpr std::size_t one_in = 32;
    if (allowed == nullptr || allowed->count() > size() / one_in) return std::nullopt;
    std::vector<Slot> slots;
    const auto lock = lock_ids();
    const auto words = allowed->words();
    for (std::size_t word = 0; word < words.size(); ++word)
        for (std::uint64_t bits = words[word]; bits != 0; bits &= bits - 1) {
            const auto id = static_cast<Id>(word * 64 + static_cast<std::size_t>(std::countr_zero(bits)));
            if (const auto slot = ids_.find(owned_graph_->layout(), id)) slots.push_back(*slot);
        }
    return slots;
}

/// Whether a filter lets so few pass that looking at each is faster than a walk that has to find them.
bool Index::State::scan_is_faster(const Graph& graph, const Wanted& wanted, std::size_t ef) const {
    if (!wanted.filters()) return false;
    const Layout& layout = graph.layout();
    const auto slots = static_cast<double>(layout.slots());
    constexpr std::size_t sample = 256;
    double share = 0;
    if (wanted.has_predicate()) {
        const std::size_t stride = std::max<std::size_t>(1, layout.slots() / sample);
        std::size_t asked = 0;
        std::size_t passed = 0;
        for (std::size_t slot = 0; slot < layout.slots(); slot += stride, ++asked)
            passed += wanted(static_cast<Slot>(slot)) ? 1 : 0;
        share = (static_cast<double>(passed) + 0.5) / static_cast<double>(asked + 1);
    } else {
        share = std::min(1.0, (static_cast<double>(wanted.allowed()->count()) + 0.5) / slots);
    }
    const double ask = wanted.has_predicate() ? ask_ns : 0;
    const double walk = static_cast<double>(ef) / share * met_for_each_ranked * (walk_ns + ask);
    const double scan = slots * (look_ns + ask + share * measure_ns);
    return scan < walk;
}

std::vector<Hit> Index::State::search(std::span<const float> query, const SearchOptions& options,
                                      Way way) const {
    check_vector(query, options_, "the query");
    if (options.k == 0)
        throw Error(ErrorCode::invalid_argument, "k is 0, at least 1 result must be asked for");
    std::vector<Hit> found;
    // What is erased or replaced during a search is taken out of its results, and others must take its place.
    constexpr int tries = 5;
    for (int i = 0; i < tries; ++i) {
        const auto few = slots_of_few(options.allowed);
        const Readers::Lease lease(readers_);
        prepare_vector(query, options_.metric, (*lease).query);
        if (try_search(options, way, few, *lease, found)) break;
    }
    return found;
}

bool Index::State::try_search(const SearchOptions& options, Way way,
                              const std::optional<std::vector<Slot>>& few, Scratch& scratch,
                              std::vector<Hit>& found) const {
    const float* query = scratch.query.data();
    const Graph& graph = *graph_.load();
    const Wanted wanted(graph.layout(), options);
    const std::size_t live = graph.layout().live();
    const std::size_t k = std::min(options.k, live);
    const std::size_t ef = std::max(options.ef, k);
    if (k == 0) return true;
    // While items are replaced, the ones before are found as well, and dropped at the end.
    const std::size_t spare = k + std::min(k, replaced_.load());
    const auto scan = [&] { graph.scan(query, spare, options.distinct_groups, wanted, scratch); };
    if (few) {
        graph.scan(query, spare, options.distinct_groups, wanted, *few, scratch);
    } else if (way == Way::every_vector || ef >= live - live / 2 || scan_is_faster(graph, wanted, ef)) {
        // A search that ranks half of all there is would visit nearly every vector: going through them in the
        // order of memory is faster, and exact.
        scan();
    } else {
        graph.search(query, k, ef, options.distinct_groups, wanted, scratch);
        // Links go one way: a vector may be out of reach.
        if (scratch.results.size() < k) scan();
    }
    found = hits(graph, scratch.results, k);
    return found.size() == std::min(k, scratch.results.size());
}

std::vector<Hit> Index::State::search_within(std::span<const float> query, float radius,
                                             const SearchOptions& options, Way way) const {
    check_vector(query, options_, "the query");
    if (std::isnan(radius)) throw Error(ErrorCode::invalid_argument, "the radius is not a number");
    if (options_.metric != Metric::inner_product && radius < 0) return {};
    const Readers::Lease lease(readers_);
    Scratch& scratch = *lease;
    prepare_vector(query, options_.metric, scratch.query);
    const float* prepared = scratch.query.data();

    const Graph& graph = *graph_.load();
    const Wanted wanted(graph.layout(), options);
    const std::size_t live = graph.layout().live();
    // Somewhat more, for the rounding of squares; what is reported decides.
    const float inside = options_.metric == Metric::l2
                             ? std::nextafter(radius * radius, std::numeric_limits<float>::infinity())
                             : radius;
    // Codes have no distances that a radius could be compared with.
    if (way == Way::every_vector || !graph.layout().has_vectors() || options.ef >= live - live / 2)
        graph.scan_within(prepared, inside, wanted, scratch);
    else
        graph.search_within(prepared, inside, options.ef, wanted, scratch);
    std::vector<Hit> found = hits(graph, scratch.results, scratch.results.size());
    std::erase_if(found, [&](const Hit& hit) { return !(hit.distance <= radius); });
    return found;
}

std::vector<Hit> Index::State::hits(const Graph& graph, std::span<const Candidate> found,
                                    std::size_t most) const {
    const Layout& layout = graph.layout();
    std::vector<Hit> hits;
    hits.reserve(std::min(found.size(), most));
    // An item that is replaced just now may be there twice, with the vectors before and after.
    const bool may_repeat = replaced_.load() > 0;
    std::unordered_set<Id> seen;
    for (const Candidate& candidate : found) {
        if (hits.size() == most) break;
        const Id id = layout.id(candidate.slot);
        if (!layout.is_live(candidate.slot) || (may_repeat && !seen.insert(id).second)) continue;
        hits.push_back({id, layout.group(candidate.slot), graph.distance().reported(candidate.distance)});
    }
    return hits;
}

}  // namespace hnsw
