#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>

#include <CLI/CLI.hpp>
#include <cstdio>

#include "serve.hpp"

namespace {

void add_index_options(CLI::App& app, hnsw::service::DurableIndexOptions& options) {
    const std::map<std::string, hnsw::Metric> metrics{{"l2", hnsw::Metric::l2},
                                                      {"inner_product", hnsw::Metric::inner_product},
                                                      {"cosine", hnsw::Metric::cosine}};
    app.add_option("--data", options.folder, "Folder of the data; without it they are in memory only");
    app.add_flag("--set-damaged-aside", options.set_damaged_aside,
                 "Rename damaged data and start empty, for an owner who fills the index again");
    app.add_option("--dimension", options.dimension, "Numbers in a vector; needed for a new index");
    app.add_option("--metric", options.metric, "l2 (the default), inner_product or cosine")
        ->transform(CLI::Transformer(metrics));
    app.add_option("--links", options.links, "M: links that a vector makes on each layer (16)");
    app.add_option("--base-links", options.base_links, "M0: most links on layer 0 (2 M)");
    app.add_option("--ef-construction", options.ef_construction, "Candidates looked at per insert (200)");
    app.add_option("--level-multiplier", options.level_multiplier,
                   "mL: mean number of upper layers (1 / ln M)");
    app.add_option("--seed", options.seed, "Of the layers (42)");
}

int run(int argc, char** argv) {
    CLI::App app("Nearest vectors by a hierarchical navigable small world graph", "hnsw-index");
    app.set_version_flag("--version", "hnsw-index " FACES_VERSION);
    app.require_subcommand(1);

    hnsw::service::ServeOptions options;
    options.server.port = 8081;
    options.server.max_body_bytes = 64'000'000;
    auto& serve = *app.add_subcommand("serve", "Serve an index over HTTP; /docs describes the interface");
    serve.add_option("--host", options.server.host, "Address to listen on")->capture_default_str();
    serve.add_option("--port", options.server.port, "Port to listen on; 0 takes a free one")
        ->capture_default_str();
    serve.add_option("--threads", options.server.threads, "Threads that answer; 0: two a core")
        ->capture_default_str();
    add_index_options(serve, options.index);
    serve.callback([&] { hnsw::service::serve(options); });

    CLI11_PARSE(app, argc, argv);
    return 0;
}

}  // namespace

int main(int argc, char** argv) {
    try {
        // Standard output is for answers, such as the address; the log goes beside it.
        spdlog::set_default_logger(spdlog::stderr_color_mt("hnsw-index"));
        return run(argc, argv);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "hnsw-index: %s\n", error.what());
        return 1;
    }
}
