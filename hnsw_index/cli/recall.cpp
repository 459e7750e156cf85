#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>

#include "command.hpp"
#include "existing_index.hpp"
#include "query_run.hpp"
#include "terminal_kit/stop_signal.hpp"

namespace hnsw::cli {

namespace {

struct RecallOptions {
    ExistingIndex index;
    std::filesystem::path queries, truth;
    std::size_t k = 10;
    std::size_t limit = 1000;
    std::vector<std::size_t> efs{10, 20, 50, 100, 200, 500};
    unsigned threads = 1;
    bool json = false;
};

/// The ids of the true nearest, for each query.
using Truth = std::vector<std::vector<Id>>;

Truth truth_of_file(const RecallOptions& options, const Index& index, std::size_t queries,
                    std::size_t count) {
    const auto refuse = [&](const std::string& what) {
        throw Error(ErrorCode::invalid_argument, options.truth.string() + " " + what);
    };
    const std::vector<std::int64_t> ids = read_integers(options.truth);
    if (ids.empty() || ids.size() % queries != 0)
        refuse(fmt::format("has {} ids, which are no whole rows for the {} queries of {}", ids.size(),
                           queries, options.queries.string()));
    const std::size_t width = ids.size() / queries;
    if (width < options.k)
        refuse(fmt::format("knows the {} nearest of each query, and -k is {}: give at most {}", width,
                           options.k, width));
    Truth truth(count);
    for (std::size_t query = 0; query < count; ++query)
        for (std::size_t rank = 0; rank < options.k; ++rank) {
            const Id id = ids[query * width + rank];
            if (id == -1) continue;  // where the vectors are fewer than k
            if (!index.contains(id))
                refuse(fmt::format(
                    "names the id {} as near to query {}, and the index has no such id: it is the "
                    "truth of other vectors",
                    id, query));
            truth[query].push_back(id);
        }
    return truth;
}

Truth truth_of_index(const RecallOptions& options, const Index& index, const VectorFile& queries,
                     std::size_t count, const std::stop_token& stop) {
    QueryRun run;
    run.search.k = options.k;
    run.exact = true;
    run.what = "exact searches";
    Truth truth;
    for (const auto& hits : run_queries(index, queries, count, run, stop).hits) {
        auto& ids = truth.emplace_back();
        for (const Hit& hit : hits) ids.push_back(hit.id);
    }
    return truth;
}

struct Point {
    std::size_t ef = 0;
    double recall = 0;
    double queries_per_second = 0;
};

double recall_of(const std::vector<std::vector<Hit>>& hits, const Truth& truth) {
    std::size_t wanted = 0;
    std::size_t found = 0;
    for (std::size_t query = 0; query < truth.size(); ++query) {
        wanted += truth[query].size();
        for (const Hit& hit : hits[query])
            found += std::ranges::find(truth[query], hit.id) != truth[query].end() ? 1U : 0U;
    }
    return wanted == 0 ? 1 : static_cast<double>(found) / static_cast<double>(wanted);
}

void print_json(const RecallOptions& options, std::size_t count, const std::vector<Point>& curve) {
    nlohmann::ordered_json json{{"k", options.k},
                                {"queries", count},
                                {"threads", options.threads},
                                {"truth", options.truth.empty() ? "exact search" : options.truth.string()},
                                {"curve", nlohmann::ordered_json::array()}};
    for (const Point& point : curve)
        json["curve"].push_back(
            {{"ef", point.ef}, {"recall", point.recall}, {"queries_per_second", point.queries_per_second}});
    fmt::print("{}\n", json.dump());
}

void measure_recall(const RecallOptions& options) {
    const terminal::StopSignal stop;
    const Index index = options.index.load();
    const VectorFile queries = read_vectors(options.queries, index.options().dimension);
    const std::size_t count = options.limit == 0 ? queries.size() : std::min(options.limit, queries.size());
    const Truth truth = options.truth.empty() ? truth_of_index(options, index, queries, count, stop.token())
                                              : truth_of_file(options, index, queries.size(), count);
    const auto run = [&](std::size_t ef) {
        QueryRun one;
        one.search.k = options.k;
        one.search.ef = ef;
        one.threads = options.threads;
        return run_queries(index, queries, count, one, stop.token());
    };
    if (!options.json)
        fmt::print("{:>7}  {:>10}  {:>9}\n", "ef", fmt::format("recall@{}", options.k), "queries/s");
    // Not measured: it brings the index into the caches.
    static_cast<void>(run(options.efs.front()));
    std::vector<Point> curve;
    for (const std::size_t ef : options.efs) {
        const QueryResults results = run(ef);
        curve.push_back({ef, recall_of(results.hits, truth), static_cast<double>(count) / results.seconds});
        if (options.json) continue;
        fmt::print("{:>7}  {:>10.4f}  {:>9.0f}\n", ef, curve.back().recall, curve.back().queries_per_second);
        std::fflush(stdout);
    }
    if (options.json) print_json(options, count, curve);
}

}  // namespace

void add_recall_command(CLI::App& app) {
    const auto options = std::make_shared<RecallOptions>();
    CLI::App& command =
        *app.add_subcommand("recall", "How much of the truly nearest an index finds, and how fast");
    options->index.add_to(command);
    command.add_option("QUERIES", options->queries, "NAME.npy, or raw float32, of the index's dimension")
        ->required();
    command.add_option(
        "--truth", options->truth,
        "Ids of each query's nearest, NAME.i32, .i64 or .npy; without it every vector of the index "
        "is looked at, which of compact storage is not the same");
    command.add_option("-k", options->k, "Results for each query")
        ->capture_default_str()
        ->check(CLI::Range(1, 1'000'000));
    command.add_option("--ef", options->efs, "Breadths, with commas between them")
        ->delimiter(',')
        ->capture_default_str()
        ->check(CLI::PositiveNumber);
    command.add_option("--queries", options->limit, "Queries to take, the first of the file; 0: all")
        ->capture_default_str();
    command.add_option("--threads", options->threads, "That search; 0: one a processor")
        ->capture_default_str();
    command.add_flag("--json", options->json, "Print one JSON document");
    command.footer("recall@k is the share of the k truly nearest ids that are among the k found.");
    command.callback([options] { measure_recall(*options); });
}

}  // namespace hnsw::cli
