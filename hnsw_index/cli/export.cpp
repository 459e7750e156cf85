#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>

#include "command.hpp"
#include "existing_index.hpp"
#include "stopped.hpp"
#include "storage/file.hpp"
#include "terminal_kit/progress.hpp"
#include "terminal_kit/stop_signal.hpp"
#include "value_file.hpp"

namespace hnsw::cli {

namespace {

struct ExportOptions {
    ExistingIndex index;
    std::filesystem::path vectors, ids, groups;
    bool replace = false;
    bool json = false;
};

void check_outputs(const ExportOptions& options) {
    check_output(options.vectors, options.replace);
    for (const auto& path : {options.ids, options.groups}) {
        if (path.empty()) continue;
        check_integer_name(path);
        check_output(path, options.replace);
    }
}

void write_vectors(const Index& index, std::span<const Id> ids, AtomicFile& file,
                   const std::stop_token& stop) {
    terminal::ProgressBar bar("vectors", ids.size());
    for (std::size_t i = 0; i < ids.size(); ++i) {
        const auto vector = index.vector_of(ids[i]).value();
        file.write(std::as_bytes(std::span(vector)));
        if (i % 1000 != 999 && i + 1 < ids.size()) continue;
        bar.show(i + 1);
        check_stop(stop, "nothing was written");
    }
}

std::vector<Group> groups_of(const Index& index, std::span<const Id> ids) {
    std::vector<Group> groups;
    groups.reserve(ids.size());
    for (const Id id : ids) groups.push_back(index.group_of(id).value());
    return groups;
}

void export_index(const ExportOptions& options) {
    const terminal::StopSignal stop;
    check_outputs(options);
    const Index index = options.index.load();
    std::vector<Id> ids = index.ids();
    std::ranges::sort(ids);
    AtomicFile vectors(options.vectors);
    write_vectors(index, ids, vectors, stop.token());
    if (!options.ids.empty()) write_integers(options.ids, ids);
    if (!options.groups.empty()) write_integers(options.groups, groups_of(index, ids));
    vectors.commit();
    if (options.json)
        fmt::print("{}\n", nlohmann::ordered_json{{"file", options.vectors.string()},
                                                  {"vectors", ids.size()},
                                                  {"dimension", index.options().dimension}}
                               .dump());
    else
        fmt::print("{} vectors of {} dimensions in {}\n", ids.size(), index.options().dimension,
                   options.vectors.string());
}

}  // namespace

void add_export_command(CLI::App& app) {
    const auto options = std::make_shared<ExportOptions>();
    CLI::App& command =
        *app.add_subcommand("export", "Write an index's vectors to a file, from which `build` makes it");
    options->index.add_to(command);
    command
        .add_option("VECTORS", options->vectors, "The file to write: raw little-endian float32, by rising id")
        ->required();
    command.add_option("--ids", options->ids, "Write their ids, in the same order, to NAME.i64 or NAME.i32");
    command.add_option("--groups", options->groups, "Write their groups likewise");
    command.add_flag("--force", options->replace, "Replace files that are there");
    command.add_flag("--json", options->json, "Print one JSON document");
    command.footer(
        "Of the metric cosine the vectors have unit length, and of compact storage they are what its codes "
        "stand for.");
    command.callback([options] { export_index(*options); });
}

}  // namespace hnsw::cli
