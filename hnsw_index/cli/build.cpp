#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <numeric>
#include <optional>

#include "command.hpp"
#include "new_index.hpp"
#include "terminal_kit/stop_signal.hpp"
#include "value_file.hpp"

namespace hnsw::cli {

namespace {

struct BuildOptions {
    std::filesystem::path vectors, ids, groups;
    std::optional<std::size_t> dimension;
    IndexOptions index;
    NewIndexOptions new_index;
};

/// One number a vector, or none without a file.
std::vector<std::int64_t> read_column(const std::filesystem::path& path, const VectorFile& vectors) {
    if (path.empty()) return {};
    std::vector<std::int64_t> values = read_integers(path);
    if (values.size() != vectors.size())
        throw Error(ErrorCode::invalid_argument,
                    fmt::format("{} has {} numbers, {} has {} vectors: one for each is wanted", path.string(),
                                values.size(), vectors.path.string(), vectors.size()));
    return values;
}

void check_distinct(std::span<const std::int64_t> ids, const std::filesystem::path& path) {
    std::vector<std::size_t> order(ids.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::sort(order, {}, [&](std::size_t i) { return std::pair(ids[i], i); });
    const auto twice = std::ranges::adjacent_find(order, {}, [&](std::size_t i) { return ids[i]; });
    if (twice != order.end())
        throw Error(ErrorCode::invalid_argument,
                    fmt::format("{}: the id {} is there twice, at {} and {} (counted from 0)", path.string(),
                                ids[*twice], *twice, *std::next(twice)));
}

void build(BuildOptions& options) {
    const terminal::StopSignal stop;
    check_output(options.new_index.output, options.new_index.replace);
    const VectorFile vectors = read_vectors(options.vectors, options.dimension);
    options.new_index.apply(options.index);
    options.index.dimension = vectors.dimension;
    Index index(options.index);
    const auto ids = read_column(options.ids, vectors);
    const auto groups = read_column(options.groups, vectors);
    check_distinct(ids, options.ids);
    std::vector<Item> items(vectors.size());
    for (std::size_t i = 0; i < items.size(); ++i) {
        const Id id = ids.empty() ? static_cast<Id>(i) : ids[i];
        items[i] = {id, groups.empty() ? id : groups[i], vectors[i]};
    }
    fill_and_save(index, items, options.vectors, options.new_index, stop.token());
}

void add_graph_options(CLI::App& command, IndexOptions& index) {
    command.add_option("--links", index.links, "M: links that a vector makes on each layer")
        ->capture_default_str();
    command.add_option("--base-links", index.base_links, "M0: most links on layer 0; 0 means 2 M")
        ->capture_default_str();
    command.add_option("--ef-construction", index.ef_construction, "Candidates looked at per insert")
        ->capture_default_str();
    command
        .add_option("--level-multiplier", index.level_multiplier,
                    "mL: mean number of upper layers; 0 means 1 / ln M")
        ->capture_default_str();
    command.add_option("--seed", index.seed, "Of the layers")->capture_default_str();
}

}  // namespace

void add_build_command(CLI::App& app) {
    const auto options = std::make_shared<BuildOptions>();
    CLI::App& command = *app.add_subcommand("build", "Build an index file from a file of vectors");
    command
        .add_option("VECTORS", options->vectors,
                    "NAME.npy, or raw little-endian float32, row by row without a header")
        ->required();
    command.add_option("INDEX", options->new_index.output, "The index file to write")->required();
    command.add_option("--dimension", options->dimension, "Numbers in a vector; needed for raw files");
    command.add_option("--ids", options->ids,
                       "One id a vector, NAME.i64, .i32 or .npy; without it they are 0, 1, 2 …");
    command.add_option("--groups", options->groups,
                       "One group a vector; without it each has its id for a group");
    add_graph_options(command, options->index);
    options->new_index.add_to(command);
    command.footer(
        "Every vector is looked at before the work begins, and the index file is there whole or not at all.\n"
        "Ctrl-C ends the work with nothing written and the exit status 130.");
    command.callback([options] { build(*options); });
}

}  // namespace hnsw::cli
