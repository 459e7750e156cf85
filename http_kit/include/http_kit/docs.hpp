#pragma once

#include <filesystem>

#include "http_kit/router.hpp"

namespace http {

/// Adds `/docs`, the page that shows an API by Swagger UI, and `/openapi.yaml`, which it shows.
/// `swagger_folder` is the build's `share/celebrity-faces/swagger-ui`. Throws Error(not_found) where folder
/// or file do not exist.
void add_docs(Router& router, const std::filesystem::path& swagger_folder,
              const std::filesystem::path& openapi_file);

/// Adds `/metrics`: the router's metrics in Prometheus' text format.
void add_metrics(Router& router);

}  // namespace http
