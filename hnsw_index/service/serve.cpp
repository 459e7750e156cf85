#include "serve.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <cstdio>
#include <filesystem>

#include "http_kit/docs.hpp"
#include "routes.hpp"

namespace hnsw::service {

namespace {

/// `share/celebrity-faces` beside the program's folder: the build tree and an installation are laid out
/// alike.
std::filesystem::path shared_folder() {
    return std::filesystem::read_symlink("/proc/self/exe").parent_path().parent_path() / "share" /
           "celebrity-faces";
}

http::Router make_router(DurableIndex& index) {
    http::Router router;
    add_routes(router, index);
    http::add_docs(router, shared_folder() / "swagger-ui", shared_folder() / "hnsw-index" / "openapi.yaml");
    http::add_metrics(router);
    return router;
}

}  // namespace

void serve(const ServeOptions& options) {
    DurableIndex index(options.index);
    spdlog::info("{} vectors of {} dimensions, kernels {}", index.index().size(),
                 index.index().options().dimension, index.index().kernels());
    if (!index.is_durable()) spdlog::warn("no --data folder is given: the vectors are kept in memory only");
    http::Server server(options.server, make_router(index));
    server.start();
    fmt::print("hnsw-index listens on http://{}:{}\n", options.server.host, server.port());
    std::fflush(stdout);
    server.run_until_signal();
    // The next start then has nothing to replay.
    index.save();
}

}  // namespace hnsw::service
