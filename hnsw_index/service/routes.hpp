#pragma once

#include "durable_index.hpp"
#include "http_kit/router.hpp"

namespace hnsw::service {

/// Adds the routes of openapi.yaml that are about the index. The index must outlive the router.
void add_routes(http::Router& router, DurableIndex& index);

}  // namespace hnsw::service
