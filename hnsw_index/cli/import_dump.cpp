#include <fstream>
#include <memory>

#include "command.hpp"
#include "new_index.hpp"
#include "original_dump.hpp"
#include "terminal_kit/stop_signal.hpp"
#include "value_file.hpp"

namespace hnsw::cli {

namespace {

struct ImportOptions {
    std::filesystem::path storage, params;
    NewIndexOptions new_index;
};

std::ifstream open_text(const std::filesystem::path& path) {
    std::error_code ignored;
    if (!std::filesystem::exists(path, ignored))
        throw Error(ErrorCode::file, path.string() + " does not exist");
    std::ifstream in(path);
    if (!in || !std::filesystem::is_regular_file(path))
        throw Error(ErrorCode::file, path.string() + " cannot be read, or is not a file");
    return in;
}

/// The empty index that the dump's parameters ask for.
Index new_index(const ImportOptions& options, const OriginalVectors& vectors,
                const OriginalParameters& parameters) {
    IndexOptions index{.dimension = vectors.dimension,
                       .links = parameters.links,
                       .base_links = parameters.base_links,
                       .ef_construction = parameters.ef_construction,
                       .level_multiplier = parameters.level_multiplier};
    options.new_index.apply(index);
    try {
        return Index(index);
    } catch (const Error& error) {
        throw Error(error.code(), options.params.string() + ": " + error.what());
    }
}

void import_dump(const ImportOptions& options) {
    const terminal::StopSignal stop;
    check_output(options.new_index.output, options.new_index.replace);
    std::ifstream storage = open_text(options.storage);
    std::ifstream params = open_text(options.params);
    const OriginalVectors vectors = read_storage_dump(storage, options.storage.string());
    const OriginalParameters parameters = read_params_dump(params, options.params.string(), vectors.size());
    Index index = new_index(options, vectors, parameters);
    std::vector<Item> items(vectors.size());
    for (std::size_t i = 0; i < items.size(); ++i)
        items[i] = {static_cast<Id>(i), static_cast<Group>(i), vectors[i]};
    fill_and_save(index, items, options.storage, options.new_index, stop.token());
}

}  // namespace

void add_import_dump_command(CLI::App& app) {
    const auto options = std::make_shared<ImportOptions>();
    CLI::App& command =
        *app.add_subcommand("import-dump", "Build an index file from the original prototype's text dumps");
    command.add_option("STORAGE", options->storage, "Its storage.dump: the vectors")->required();
    command.add_option("PARAMS", options->params, "Its params.dump: M, M0, ef_construction, mL, the graph")
        ->required();
    command.add_option("INDEX", options->new_index.output, "The index file to write")->required();
    options->new_index.add_to(command);
    command.footer(
        "Ids are the vectors' places in storage.dump, from 0, as the original answers them. The dump is "
        "checked to\n"
        "its last link; the graph is then built anew from the vectors, with the dump's M, M0, "
        "ef_construction and\n"
        "mL.");
    command.callback([options] { import_dump(*options); });
}

}  // namespace hnsw::cli
