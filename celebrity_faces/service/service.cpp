#include "service/service.hpp"

#include <optional>

#include "faces/error.hpp"
#include "http_kit/docs.hpp"
#include "http_kit/static_files.hpp"
#include "service/routes.hpp"

namespace faces {
namespace {

http::Problem problem(ErrorCode code, const char* detail) {
    switch (code) {
        case ErrorCode::invalid_argument:
            return {400, "invalid_argument", detail, {}};
        case ErrorCode::unsupported_media:
            return {415, "unsupported_media", detail, {}};
        case ErrorCode::damaged_photo:
            return {422, "damaged_photo", detail, {}};
        case ErrorCode::too_large:
            return {413, "too_large", detail, {}};
        case ErrorCode::too_small:
            return {422, "too_small", detail, {}};
        case ErrorCode::no_face:
            return {422, "no_face", detail, {}};
        case ErrorCode::not_found:
            return {404, "not_found", detail, {}};
        case ErrorCode::conflict:
            return {409, "conflict", detail, {}};
        case ErrorCode::unavailable:
            return {503, "unavailable", detail, {{"Retry-After", "5"}}};
        case ErrorCode::internal:
            break;
    }
    return {500, "internal", "something went wrong here; it is in the server's log", {}};
}

}  // namespace

std::optional<http::Problem> translate(const std::exception& error) {
    if (const auto* own = dynamic_cast<const Error*>(&error)) {
        return problem(own->code(), own->what());
    }
    return std::nullopt;
}

http::Router make_routes(const ServiceParts& parts) {
    http::Router router;
    router.translate_errors(translate);
    add_match_routes(router, parts);
    add_people_routes(router, parts);
    add_operation_routes(router, parts);
    http::add_metrics(router);
    http::add_docs(router, parts.swagger_folder, parts.openapi_file);
    router.add("GET", "/{path...}", http::static_files(parts.web_folder));
    return router;
}

}  // namespace faces
