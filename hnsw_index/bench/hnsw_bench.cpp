/// hnsw-bench: recall against queries per second of the index on made, clustered vectors, beside looking at
/// every vector in the same process. One thread searches; all cores build.

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <chrono>
#include <cstdio>
#include <exception>
#include <string>

#include "clustered.hpp"
#include "hnsw/index.hpp"

namespace {

using Clock = std::chrono::steady_clock;

struct Options {
    std::size_t vectors = 100'000, queries = 1'000, dimension = 128, clusters = 1'000, k = 10;
    std::vector<std::size_t> ef{10, 20, 40, 80, 160, 320};
    hnsw::IndexOptions index;
};

template <typename Work>
double seconds(const Work& work) {
    const auto start = Clock::now();
    work();
    return std::chrono::duration<double>(Clock::now() - start).count();
}

void run(const Options& options) {
    const hnsw::test::Clustered data(options.vectors + options.queries, options.dimension, options.clusters);
    hnsw::IndexOptions index_options = options.index;
    index_options.dimension = options.dimension;
    hnsw::Index index(index_options);
    const auto items = data.items(0, options.vectors);
    const double build = seconds([&] { index.upsert(items); });
    fmt::print(
        "{} vectors of {} dimensions, M {}, ef_construction {}, kernels {}\nbuilt in {:.1f} s, {:.0f} a "
        "second\n\n",
        options.vectors, options.dimension, index.options().links, index.options().ef_construction,
        index.kernels(), build, static_cast<double>(options.vectors) / build);

    const auto search_all = [&](const auto& search) {
        return static_cast<double>(options.queries) / seconds([&] {
                   for (std::size_t q = 0; q < options.queries; ++q) {
                       search(data[options.vectors + q]);
                   }
               });
    };
    const double exact = search_all([&](auto query) { return index.exact_search(query, {.k = options.k}); });
    fmt::print("|   ef | recall@{} | queries a second | of looking at each |\n|---:|---:|---:|---:|\n",
               options.k);
    fmt::print("| all | 1.0000 | {:.0f} | 1.0 |\n", exact);
    for (const std::size_t ef : options.ef) {
        const hnsw::SearchOptions search{.k = options.k, .ef = ef};
        const double rate = search_all([&](auto query) { return index.search(query, search); });
        const double recall = hnsw::test::recall(index, data, options.vectors, options.queries, search);
        fmt::print("| {} | {:.4f} | {:.0f} | {:.1f} |\n", ef, recall, rate, rate / exact);
    }
}

int parse_and_run(int argc, char** argv) {
    CLI::App app("Recall against queries per second of the index, on made vectors", "hnsw-bench");
    Options options;
    app.add_option("--vectors", options.vectors)->capture_default_str();
    app.add_option("--queries", options.queries)->capture_default_str();
    app.add_option("--dimension", options.dimension)->capture_default_str();
    app.add_option("--clusters", options.clusters)->capture_default_str();
    app.add_option("-k", options.k)->capture_default_str();
    app.add_option("--ef", options.ef, "Breadths of the search")->capture_default_str();
    app.add_option("--links", options.index.links, "M")->capture_default_str();
    app.add_option("--ef-construction", options.index.ef_construction)->capture_default_str();
    CLI11_PARSE(app, argc, argv);
    run(options);
    return 0;
}

}  // namespace

int main(int argc, char** argv) {
    try {
        return parse_and_run(argc, argv);
    } catch (const std::exception& error) {
        std::fputs(("hnsw-bench: " + std::string(error.what()) + "\n").c_str(), stderr);
        return 1;
    }
}
