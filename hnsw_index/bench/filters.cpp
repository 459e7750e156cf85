#include "filters.hpp"

#include <algorithm>
#include <array>
#include <ctime>
#include <random>
#include <utility>

#include "hnsw/index.hpp"

namespace hnsw::bench {

namespace {

constexpr std::size_t breadth = 100;
constexpr std::array shares{0.5, 0.01, 0.0001};

double squared_distance(const float* a, const float* b, std::size_t dimension) {
    // Sums side by side, which a compiler may add in vectors.
    std::array<float, 16> sums{};
    std::size_t d = 0;
    for (; d + 16 <= dimension; d += 16)
        for (std::size_t lane = 0; lane < 16; ++lane) {
            const float difference = a[d + lane] - b[d + lane];
            sums[lane] += difference * difference;
        }
    double sum = 0;
    for (const float part : sums) sum += part;
    for (; d < dimension; ++d) sum += double{a[d] - b[d]} * double{a[d] - b[d]};
    return sum;
}

std::vector<Id> draw(double share, std::size_t count) {
    std::vector<Id> ids(count);
    for (std::size_t i = 0; i < count; ++i) ids[i] = static_cast<Id>(i);
    std::mt19937_64 random(7);
    std::ranges::shuffle(ids, random);
    ids.resize(std::max<std::size_t>(1, static_cast<std::size_t>(share * static_cast<double>(count))));
    return ids;
}

/// The distance of the k-th nearest that is allowed, squared, or of the last where there are fewer.
double kth_distance(const Dataset& data, const float* query, const std::vector<Id>& allowed, std::size_t k) {
    std::vector<double> distances;
    distances.reserve(allowed.size());
    for (const Id id : allowed)
        distances.push_back(squared_distance(
            query, data.base.data() + static_cast<std::size_t>(id) * data.dimension, data.dimension));
    const auto last = distances.begin() + static_cast<std::ptrdiff_t>(std::min(k, distances.size()) - 1);
    std::ranges::nth_element(distances, last);
    return *last;
}

double recall_of(const Index& index, const Dataset& data, const std::vector<Id>& allowed,
                 const SearchOptions& search, std::size_t queries) {
    std::size_t found = 0;
    for (std::size_t q = 0; q < queries; ++q) {
        // As near as the last that should be found is found: of equally near ones, any.
        const double bound = kth_distance(data, data.query(q), allowed, search.k) * (1 + 1e-5) + 1e-12;
        for (const Hit& hit : index.search({data.query(q), data.dimension}, search))
            found += squared_distance(data.query(q),
                                      data.base.data() + static_cast<std::size_t>(hit.id) * data.dimension,
                                      data.dimension) <= bound
                         ? 1
                         : 0;
    }
    return static_cast<double>(found) / static_cast<double>(queries * std::min(search.k, allowed.size()));
}

double processor_us() {
    timespec time{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return 1e6 * static_cast<double>(time.tv_sec) + 1e-3 * static_cast<double>(time.tv_nsec);
}

double us_a_query(const Index& index, const Dataset& data, const SearchOptions& search, std::size_t queries) {
    const double start = processor_us();
    for (std::size_t q = 0; q < queries; ++q) (void)index.search({data.query(q), data.dimension}, search);
    return (processor_us() - start) / static_cast<double>(queries);
}

}  // namespace

std::vector<FilteredSearch> measure_filters(const std::string& file, const Dataset& data,
                                            const MeasureOptions& options) {
    const Index index = Index::load(file);
    // Looking at all that is allowed takes longest: a few hundred queries tell the recall.
    const std::size_t judged = std::min<std::size_t>(options.queries, 300);
    std::vector<FilteredSearch> results;
    const auto measure_one = [&](FilteredSearch result, const std::vector<Id>& allowed,
                                 const SearchOptions& search) {
        std::vector<double> rounds;
        for (unsigned round = 0; round < options.rounds; ++round)
            rounds.push_back(us_a_query(index, data, search, options.queries));
        result.allowed = allowed.size();
        result.us = median(rounds);
        result.recall = recall_of(index, data, allowed, search, judged);
        results.push_back(std::move(result));
    };
    SearchOptions search;
    search.k = options.k;
    search.ef = breadth;
    measure_one({.filter = "none"}, draw(1, data.size()), search);
    for (const double share : shares) {
        const auto allowed = draw(share, data.size());
        IdBitmap bitmap(data.size());
        for (const Id id : allowed) bitmap.insert(id);
        SearchOptions by_predicate = search;
        by_predicate.filter = [&](Id id) { return bitmap.contains(id); };
        SearchOptions by_bitmap = search;
        by_bitmap.allowed = &bitmap;
        measure_one({.filter = "predicate", .share = share}, allowed, by_predicate);
        measure_one({.filter = "bitmap", .share = share}, allowed, by_bitmap);
    }
    return results;
}

}  // namespace hnsw::bench
