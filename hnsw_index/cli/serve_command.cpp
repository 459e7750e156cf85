#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>

#include <map>
#include <memory>

#include "command.hpp"
#include "serve.hpp"

namespace hnsw::cli {

namespace {

void add_index_options(CLI::App& command, service::DurableIndexOptions& options) {
    const std::map<std::string, Metric> metrics{
        {"l2", Metric::l2}, {"inner_product", Metric::inner_product}, {"cosine", Metric::cosine}};
    command.add_option("--data", options.folder, "Folder of the data; without it they are in memory only");
    command.add_flag("--set-damaged-aside", options.set_damaged_aside,
                     "Rename damaged data and start empty, for an owner who fills the index again");
    command.add_option("--dimension", options.dimension, "Numbers in a vector; needed for a new index");
    command.add_option("--metric", options.metric, "l2 (the default), inner_product or cosine")
        ->transform(CLI::Transformer(metrics));
    command.add_option("--links", options.links, "M: links that a vector makes on each layer (16)");
    command.add_option("--base-links", options.base_links, "M0: most links on layer 0 (2 M)");
    command.add_option("--ef-construction", options.ef_construction, "Candidates looked at per insert (200)");
    command.add_option("--level-multiplier", options.level_multiplier,
                       "mL: mean number of upper layers (1 / ln M)");
    command.add_option("--seed", options.seed, "Of the layers (42)");
    const std::map<std::string, Storage> storages{{"exact", Storage::exact}, {"compact", Storage::compact}};
    command
        .add_option("--storage", options.storage,
                    "exact (the default), or compact: 8-bit codes alone, a third of the memory")
        ->transform(CLI::Transformer(storages));
}

}  // namespace

void add_serve_command(CLI::App& app) {
    // Shared with the callback, which outlives this call; so in every command.
    const auto options = std::make_shared<service::ServeOptions>();
    options->server.port = 8081;
    options->server.max_body_bytes = 64'000'000;
    CLI::App& command =
        *app.add_subcommand("serve", "Serve an index over HTTP; /docs describes the interface");
    command.add_option("--host", options->server.host, "Address to listen on")->capture_default_str();
    command.add_option("--port", options->server.port, "Port to listen on; 0 takes a free one")
        ->capture_default_str();
    command.add_option("--threads", options->server.threads, "Threads that answer; 0: two a core")
        ->capture_default_str();
    add_index_options(command, options->index);
    command.callback([options] {
        // Standard output is for answers, such as the address; the log goes beside it.
        spdlog::set_default_logger(spdlog::stderr_color_mt("hnsw-index"));
        service::serve(*options);
    });
}

}  // namespace hnsw::cli
