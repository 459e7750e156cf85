#include "routes.hpp"

#include "requests.hpp"

namespace hnsw::service {

namespace {

std::optional<http::Problem> describe(const std::exception& exception) {
    const auto* error = dynamic_cast<const Error*>(&exception);
    if (error == nullptr) return std::nullopt;
    switch (error->code()) {
        case ErrorCode::invalid_argument:
            return http::Problem{422, "invalid_argument", error->what(), {}};
        case ErrorCode::file:
            return http::Problem{503, "storage", error->what(), {}};
        default:
            return std::nullopt;
    }
}

SearchResults search(const Index& index, const SearchRequest& request) {
    SearchResults results;
    for (const auto& query : request.queries) results.push_back(index.search(query, request.options));
    return results;
}

/// A handler that changes the index by the request's body and tells what has come of it.
http::Handler change(DurableIndex& index, Changed (*action)(DurableIndex&, std::string_view body)) {
    return [&index, action](const http::Request& request) {
        return http::json_reply(changed_json(action(index, request.body)));
    };
}

void add_vector_routes(http::Router& router, DurableIndex& index) {
    router.add("POST", "/v1/upsert", change(index, [](DurableIndex& to, std::string_view body) {
                   return to.upsert(parse_upsert(body).items);
               }));
    router.add("POST", "/v1/delete", change(index, [](DurableIndex& from, std::string_view body) {
                   return from.erase(parse_delete(body));
               }));
    router.add("POST", "/v1/clear",
               change(index, [](DurableIndex& of, std::string_view) { return of.clear(); }));
    router.add("POST", "/v1/save",
               change(index, [](DurableIndex& of, std::string_view) { return of.save(); }));
    for (const char* method : {"PUT", "POST"})
        router.add(method, "/v1/revision", change(index, [](DurableIndex& of, std::string_view body) {
                       return of.set_revision(parse_revision(body));
                   }));
}

void add_search_routes(http::Router& router, DurableIndex& index) {
    router.add("POST", "/v1/search", [&index](const http::Request& request) {
        return http::json_reply(search_json(search(index.index(), parse_search(request.body))));
    });
    for (const char* method : {"GET", "POST"})
        router.add(method, "/knn", [&index](const http::Request& request) {
            return http::json_reply(knn_json(search(index.index(), parse_knn(request.body))));
        });
}

}  // namespace

void add_routes(http::Router& router, DurableIndex& index) {
    router.translate_errors(describe);
    add_vector_routes(router, index);
    add_search_routes(router, index);
    router.add("GET", "/v1/status",
               [&index](const http::Request&) { return http::json_reply(status_json(index)); });
    // The server listens only once the index is loaded, so both are known to be well.
    for (const char* path : {"/healthz", "/readyz"})
        router.add("GET", path, [](const http::Request&) { return http::text_reply("ok\n"); });
    router.metrics().gauge("hnsw_vectors", "Vectors in the index",
                           [&index] { return static_cast<double>(index.index().size()); });
    router.metrics().gauge("hnsw_log_bytes", "Bytes of the log since the last snapshot",
                           [&index] { return static_cast<double>(index.log_bytes()); });
}

}  // namespace hnsw::service
