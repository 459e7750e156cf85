#include "batch.hpp"

#include <algorithm>
#include <chrono>
#include <thread>
#include <vector>

#include "hnsw/index.hpp"

namespace hnsw::bench {

namespace {

template <class Work>
double qps(std::size_t queries, const Work& work) {
    using Clock = std::chrono::steady_clock;
    const auto start = Clock::now();
    work();
    return static_cast<double>(queries) / std::chrono::duration<double>(Clock::now() - start).count();
}

}  // namespace

BatchSearch measure_batch(const std::string& file, const Dataset& data, std::size_t ef,
                          const MeasureOptions& options) {
    const Index index = Index::load(file);
    SearchOptions search;
    search.k = options.k;
    search.ef = ef;
    const auto queries = std::span(data.queries).first(options.queries * data.dimension);
    std::vector<double> single, batch, all;
    for (unsigned round = 0; round < options.rounds; ++round) {
        single.push_back(qps(options.queries, [&] {
            for (std::size_t q = 0; q < options.queries; ++q)
                (void)index.search({data.query(q), data.dimension}, search);
        }));
        batch.push_back(qps(options.queries, [&] { (void)index.search_batch(queries, search, 1); }));
        all.push_back(qps(options.queries, [&] { (void)index.search_batch(queries, search); }));
    }
    return {.ef = ef,
            .processors = std::max(1U, std::thread::hardware_concurrency()),
            .single_qps = median(single),
            .batch_qps = median(batch),
            .all_qps = median(all)};
}

}  // namespace hnsw::bench
