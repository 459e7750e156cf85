#include "query_run.hpp"

#include <algorithm>
#include <chrono>
#include <iterator>
#include <optional>

#include "on_threads.hpp"
#include "stopped.hpp"
#include "terminal_kit/progress.hpp"

namespace hnsw::cli {

namespace {

std::vector<std::vector<Hit>> search_some(const Index& index, const VectorFile& queries, std::size_t first,
                                          std::size_t count, const QueryRun& run) {
    if (!run.exact) {
        const auto rows =
            std::span(queries.values).subspan(first * queries.dimension, count * queries.dimension);
        return index.search_batch(rows, run.search, run.threads);
    }
    std::vector<std::vector<Hit>> hits(count);
    on_threads(count, thread_count(run.threads), [&](std::size_t i, std::size_t /*thread*/) {
        hits[i] = index.exact_search(queries[first + i], run.search);
    });
    return hits;
}

}  // namespace

QueryResults run_queries(const Index& index, const VectorFile& queries, std::size_t count,
                         const QueryRun& run, const std::stop_token& stop) {
    using std::chrono::steady_clock;
    // A graph's search takes a tenth of a millisecond, a look at all vectors many: the bar moves twice a
    // second.
    const std::size_t chunk = run.exact ? 100 : 5000;
    std::optional<terminal::ProgressBar> bar;
    if (count > chunk) bar.emplace(run.what, count);
    QueryResults results;
    try {
        for (std::size_t first = 0; first < count; first += chunk) {
            const std::size_t some = std::min(chunk, count - first);
            const auto start = steady_clock::now();
            auto hits = search_some(index, queries, first, some, run);
            results.seconds += std::chrono::duration<double>(steady_clock::now() - start).count();
            std::ranges::move(hits, std::back_inserter(results.hits));
            if (bar) bar->show(first + some);
            check_stop(stop, "nothing was written");
        }
    } catch (const Error& error) {
        throw Error(error.code(), queries.path.string() + ": " + error.what());
    }
    return results;
}

}  // namespace hnsw::cli
