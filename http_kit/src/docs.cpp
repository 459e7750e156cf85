#include "http_kit/docs.hpp"

#include "http_kit/static_files.hpp"

namespace http {

void add_docs(Router& router, const std::filesystem::path& swagger_folder,
              const std::filesystem::path& openapi_file) {
    router.add("GET", "/docs", [page = static_file(swagger_folder / "index.html")](Request& request) {
        auto reply = page(request);
        // Swagger UI writes style attributes; scripts stay the folder's own.
        reply.headers.emplace_back(
            "Content-Security-Policy",
            "default-src 'self'; img-src 'self' data: blob:; style-src 'self' 'unsafe-inline'; "
            "object-src 'none'; base-uri 'none'; frame-ancestors 'none'");
        return reply;
    });
    // The page's links are relative to /docs, so that it also works behind a proxy's prefix.
    router.add("GET", "/docs/", [](Request&) {
        return Reply{.status = 308, .headers = {{"Location", "../docs"}}};
    });
    router.add("GET", "/docs/{file...}", static_files(swagger_folder));
    router.add("GET", "/openapi.yaml", static_file(openapi_file));
}

void add_metrics(Router& router) {
    // The handler lives in the router, which keeps the metrics.
    router.add("GET", "/metrics", [&metrics = router.metrics()](Request&) {
        return Reply{.content_type = "text/plain; version=0.0.4; charset=utf-8", .body = metrics.text()};
    });
}

}  // namespace http
