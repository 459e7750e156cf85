#include <fmt/format.h>

#include <memory>
#include <nlohmann/json.hpp>

#include "command.hpp"
#include "existing_index.hpp"
#include "new_index.hpp"

namespace hnsw::cli {

namespace {

struct StatsOptions {
    ExistingIndex index;
    bool json = false;
};

double megabytes(std::size_t bytes) {
    return static_cast<double>(bytes) / 1e6;
}

nlohmann::ordered_json as_json(const Index& index, const Statistics& statistics) {
    const IndexOptions& options = index.options();
    return {{"vectors", statistics.vectors},
            {"groups", statistics.groups},
            {"deleted", statistics.deleted},
            {"revision", index.revision()},
            {"dimension", options.dimension},
            {"metric", metric_name(options.metric)},
            {"storage", storage_name(options.storage)},
            {"options",
             {{"links", options.links},
              {"base_links", options.base_links},
              {"ef_construction", options.ef_construction},
              {"level_multiplier", options.level_multiplier},
              {"keep_pruned", options.keep_pruned},
              {"seed", options.seed}}},
            {"layers", statistics.layers},
            {"links", statistics.links},
            {"unreachable", statistics.unreachable},
            {"bytes",
             {{"vectors", statistics.vector_bytes},
              {"codes", statistics.code_bytes},
              {"links", statistics.link_bytes},
              {"tables", statistics.table_bytes}}},
            {"kernels", index.kernels()}};
}

void print_table(const Index& index, const Statistics& statistics) {
    const IndexOptions& options = index.options();
    const auto row = [](std::string_view name, const std::string& value) {
        fmt::print("{:<12} {}\n", name, value);
    };
    row("vectors", fmt::format("{} in {} groups, {} deleted", statistics.vectors, statistics.groups,
                               statistics.deleted));
    row("dimension", fmt::format("{}, metric {}, storage {}", options.dimension, metric_name(options.metric),
                                 storage_name(options.storage)));
    row("built with",
        fmt::format("links {}, base links {}, ef_construction {}, level multiplier {:.4f}, seed {}",
                    options.links, options.base_links, options.ef_construction, options.level_multiplier,
                    options.seed));
    row("revision", fmt::format("{}", index.revision()));
    row("layers", fmt::format("{}", fmt::join(statistics.layers, ", ")));
    row("links", fmt::format("{} on the base layer, {:.1f} a vector", statistics.links,
                             statistics.vectors == 0 ? 0.0
                                                     : static_cast<double>(statistics.links) /
                                                           static_cast<double>(statistics.vectors)));
    row("unreachable", fmt::format("{}", statistics.unreachable));
    row("memory",
        fmt::format("{:.1f} MB of vectors, {:.1f} MB of codes, {:.1f} MB of links, {:.1f} MB of tables",
                    megabytes(statistics.vector_bytes), megabytes(statistics.code_bytes),
                    megabytes(statistics.link_bytes), megabytes(statistics.table_bytes)));
    row("kernels", std::string(index.kernels()));
}

}  // namespace

void add_stats_command(CLI::App& app) {
    const auto options = std::make_shared<StatsOptions>();
    CLI::App& command = *app.add_subcommand("stats", "What an index holds: vectors, layers, links, memory");
    options->index.add_to(command);
    command.add_flag("--json", options->json, "Print one JSON document");
    command.callback([options] {
        const Index index = options->index.load();
        const Statistics statistics = index.statistics();
        if (options->json)
            fmt::print("{}\n", as_json(index, statistics).dump());
        else
            print_table(index, statistics);
    });
}

}  // namespace hnsw::cli
