/// hnsw-bench: recall against queries per second, beside peers in rounds that take turns.

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <fstream>
#include <string>

#include "hnsw/index.hpp"
#include "prepare.hpp"
#include "report.hpp"

namespace {

using namespace hnsw::bench;

struct Options {
    std::string data;
    std::vector<std::string> peers;
    BuildOptions build;
    MeasureOptions measure;
    std::string work, plot;
    bool json = false, rebuild = false, compact = false, filters = false, batch = false;
};

std::string processor_name() {
    std::ifstream info("/proc/cpuinfo");
    for (std::string line; std::getline(info, line);)
        if (line.starts_with("model name")) return line.substr(line.find(':') + 2);
    return "an unknown processor";
}

std::string kernels_name() {
    return std::string(hnsw::Index({.dimension = 1}).kernels());
}

/// Ours, the peers that are there, and ours with codes alone where it is asked for.
std::vector<Curve> prepare_all(const Options& options, const Dataset& data,
                               const std::filesystem::path& folder) {
    std::vector<std::string> names{"ours"};
    names.insert(names.end(), options.peers.begin(), options.peers.end());
    if (options.compact) names.emplace_back("compact");
    std::vector<Curve> curves;
    for (const std::string& name : names) {
        if (!make_engine(name)) {
            fmt::print(stderr, "hnsw-bench: {} is skipped: it is not there (see hnsw-bench --help)\n", name);
            continue;
        }
        fmt::print(stderr, "hnsw-bench: {}: building, or loading from {}\n", name, folder.string());
        curves.push_back(prepare(name, data, options.build, folder));
    }
    return curves;
}

Extras measure_extras(const Options& options, const MeasureOptions& measure_options, const Dataset& data,
                      const Curve& ours, const std::string& file) {
    Extras extras;
    if (options.filters) extras.filters = measure_filters(file, data, measure_options);
    if (options.batch)
        extras.batch =
            measure_batch(file, data, middle_ef(ours, measure_options).value_or(100), measure_options);
    return extras;
}

void run(const Options& options) {
    const Dataset data = read_dataset(options.data, options.build.dimension);
    const std::filesystem::path folder =
        options.work.empty() ? std::filesystem::path(options.data).parent_path() / "hnsw-bench"
                             : std::filesystem::path(options.work);
    if (options.rebuild) std::filesystem::remove_all(folder);
    std::vector<Curve> curves = prepare_all(options, data, folder);
    fmt::print(stderr, "hnsw-bench: measuring, {} rounds of {} queries a breadth\n", options.measure.rounds,
               options.measure.queries);
    MeasureOptions measure_options = options.measure;
    measure_options.queries = std::min(measure_options.queries, data.query_count());
    measure(curves, data, measure_options);
    const Extras extras = measure_extras(options, measure_options, data, curves.front(),
                                         index_file("ours", data, options.build, folder));

    const Setting setting{.data = data.name,
                          .kernels = kernels_name(),
                          .processor = processor_name(),
                          .vectors = data.size(),
                          .dimension = data.dimension,
                          .links = options.build.links,
                          .ef_construction = options.build.ef_construction,
                          .recalls = measure_options.recalls};
    fmt::print("{}\n", options.json ? as_json(setting, curves, extras) : as_table(setting, curves, extras));
    if (!options.plot.empty()) std::ofstream(options.plot) << as_svg(setting, curves);
}

/// What a run does, but for how this program asks itself.
void add_options(CLI::App& app, Options& options) {
    app.add_option(
        "--data", options.data,
        "PREFIX of PREFIX.base.f32, PREFIX.query.f32 and PREFIX.gt.i32: vectors, queries, nearest ids");
    app.add_option("--dimension", options.build.dimension, "Numbers in a vector")->capture_default_str();
    app.add_option("--links", options.build.links, "M")->capture_default_str();
    app.add_option("--ef-construction", options.build.ef_construction)->capture_default_str();
    app.add_option("--compare", options.peers,
                   "Peers, with commas between them: hnswlib, faiss, usearch, hnswlib-pypi")
        ->delimiter(',');
    app.add_flag("--compact", options.compact, "Measure ours with codes alone as well");
    app.add_flag("--filters", options.filters, "Measure filtered searches of ours");
    app.add_flag("--batch", options.batch, "Measure ours with many queries a call");
    app.add_option("--rounds", options.measure.rounds, "Rounds, of which the median counts")
        ->capture_default_str()
        ->check(CLI::PositiveNumber);
    app.add_option("--queries", options.measure.queries, "Queries a round")
        ->capture_default_str()
        ->check(CLI::PositiveNumber);
    app.add_option("--work", options.work, "Folder of built indexes (hnsw-bench beside the data)");
    app.add_flag("--rebuild", options.rebuild, "Build them again");
    app.add_flag("--json", options.json, "Print one JSON document and no table");
    app.add_option("--plot", options.plot, "Write an SVG picture to this file");
    app.footer(
        "Peers that are not there are skipped by name. hnswlib is compiled in where its headers are; "
        "hnsw_index/bench/setup-peers puts the others, which are Python packages.\n"
        "hnsw-bench-data makes such files.");
}

int parse_and_run(int argc, char** argv) {
    CLI::App app(
        "Recall against queries per second of the index, beside peers that run in the same rounds; one "
        "thread",
        "hnsw-bench");
    Options options;
    add_options(app, options);
    // How this program asks itself for the memory of an engine, in a process of its own; not for users.
    std::string memory_of, memory_file;
    app.add_option("--memory-of", memory_of)->group("");
    app.add_option("--memory-file", memory_file)->group("");
    CLI11_PARSE(app, argc, argv);
    if (!memory_of.empty()) {
        fmt::print("{}\n", memory_added_by_loading(memory_of, memory_file, options.build.dimension));
        return 0;
    }
    if (options.data.empty()) return app.exit(CLI::RequiredError("--data"));
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
