#include <fmt/format.h>

#include <limits>
#include <memory>
#include <nlohmann/json.hpp>

#include "command.hpp"
#include "existing_index.hpp"
#include "query_run.hpp"
#include "storage/file.hpp"
#include "terminal_kit/stop_signal.hpp"

namespace hnsw::cli {

namespace {

struct SearchCommand {
    ExistingIndex index;
    std::filesystem::path queries, ids, distances;
    QueryRun run;
    bool replace = false;
    bool json = false;
};

using Hits = std::vector<std::vector<Hit>>;

/// As the service answers.
void print_json(const Hits& hits) {
    nlohmann::ordered_json results = nlohmann::ordered_json::array();
    for (const auto& row : hits) {
        nlohmann::ordered_json list = nlohmann::ordered_json::array();
        for (const Hit& hit : row)
            list.push_back({{"id", hit.id}, {"group", hit.group}, {"distance", hit.distance}});
        results.push_back(std::move(list));
    }
    fmt::print("{}\n", nlohmann::ordered_json{{"results", std::move(results)}}.dump());
}

void print_table(const Hits& hits) {
    fmt::print("query\trank\tid\tgroup\tdistance\n");
    for (std::size_t query = 0; query < hits.size(); ++query)
        for (std::size_t rank = 0; rank < hits[query].size(); ++rank) {
            const Hit& hit = hits[query][rank];
            fmt::print("{}\t{}\t{}\t{}\t{}\n", query, rank, hit.id, hit.group, hit.distance);
        }
}

void write_ids(const Hits& hits, std::size_t k, const std::filesystem::path& path) {
    std::vector<std::int64_t> values;
    values.reserve(hits.size() * k);
    for (const auto& row : hits) {
        for (const Hit& hit : row) values.push_back(hit.id);
        values.resize(values.size() + k - row.size(), -1);
    }
    write_integers(path, values);
}

void write_distances(const Hits& hits, std::size_t k, const std::filesystem::path& path) {
    AtomicFile file(path);
    std::vector<float> values;
    for (const auto& row : hits) {
        values.clear();
        for (const Hit& hit : row) values.push_back(hit.distance);
        values.resize(k, std::numeric_limits<float>::infinity());
        file.write(std::as_bytes(std::span(values)));
    }
    file.commit();
}

void print_summary(const QueryResults& results, const SearchCommand& command) {
    const auto queries = static_cast<double>(results.hits.size());
    if (command.json)
        fmt::print("{}\n", nlohmann::ordered_json{{"queries", results.hits.size()},
                                                  {"k", command.run.search.k},
                                                  {"seconds", results.seconds},
                                                  {"queries_per_second", queries / results.seconds}}
                               .dump());
    else
        fmt::print("{} queries, {} nearest each: {:.2f} s, {:.0f} queries a second\n", results.hits.size(),
                   command.run.search.k, results.seconds, queries / results.seconds);
}

void search(const SearchCommand& command) {
    const terminal::StopSignal stop;
    if (!command.ids.empty()) {
        check_integer_name(command.ids);
        check_output(command.ids, command.replace);
    }
    if (!command.distances.empty()) check_output(command.distances, command.replace);
    const Index index = command.index.load();
    const VectorFile queries = read_vectors(command.queries, index.options().dimension);
    const QueryResults results = run_queries(index, queries, queries.size(), command.run, stop.token());
    if (!command.ids.empty()) write_ids(results.hits, command.run.search.k, command.ids);
    if (!command.distances.empty()) write_distances(results.hits, command.run.search.k, command.distances);
    if (!command.ids.empty() || !command.distances.empty())
        print_summary(results, command);
    else if (command.json)
        print_json(results.hits);
    else
        print_table(results.hits);
}

}  // namespace

void add_search_command(CLI::App& app) {
    const auto options = std::make_shared<SearchCommand>();
    CLI::App& command = *app.add_subcommand("search", "The nearest vectors of each query in a file");
    options->index.add_to(command);
    command.add_option("QUERIES", options->queries, "NAME.npy, or raw float32, of the index's dimension")
        ->required();
    command.add_option("-k", options->run.search.k, "Results for each query")
        ->capture_default_str()
        ->check(CLI::Range(1, 1'000'000));
    command.add_option("--ef", options->run.search.ef, "Breadth: the larger, the better and slower")
        ->capture_default_str()
        ->check(CLI::PositiveNumber);
    command.add_flag("--distinct-groups", options->run.search.distinct_groups,
                     "The nearest groups, each with its nearest vector");
    command.add_flag("--exact", options->run.exact, "Look at every vector; --ef has no effect");
    command.add_option("--threads", options->run.threads, "0: one a processor")->capture_default_str();
    command.add_option(
        "--ids", options->ids,
        "Write ids to NAME.i64 or NAME.i32, k a query, -1 where there are fewer; print a summary");
    command.add_option("--distances", options->distances,
                       "Write distances likewise, raw float32, infinity where there are fewer");
    command.add_flag("--force", options->replace, "Replace files that are there");
    command.add_flag("--json", options->json, "Print one JSON document");
    command.callback([options] { search(*options); });
}

}  // namespace hnsw::cli
