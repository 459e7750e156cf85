#pragma once

#include "durable_index.hpp"
#include "http_kit/server.hpp"

namespace hnsw::service {

struct ServeOptions {
    DurableIndexOptions index;
    http::ServerOptions server;
};

/// Loads the index, serves it until SIGINT or SIGTERM, and writes a snapshot of what the log holds. Prints
/// the address that it listens on. Throws hnsw::Error and http::Error.
void serve(const ServeOptions& options);

}  // namespace hnsw::service
