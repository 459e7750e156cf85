#include "http_kit/problem.hpp"

#include <spdlog/spdlog.h>

#include <nlohmann/json.hpp>
#include <typeinfo>

#include "http_kit/error.hpp"

namespace http {
namespace {

Problem describe(const Error& error) {
    switch (error.code()) {
        case ErrorCode::invalid_request:
            return {400, "invalid_argument", error.what(), {}};
        case ErrorCode::not_found:
            return {404, "not_found", error.what(), {}};
        case ErrorCode::unsupported_media:
            return {415, "unsupported_media", error.what(), {}};
        case ErrorCode::too_large:
            return {413, "too_large", error.what(), {}};
        case ErrorCode::unavailable:
            return {503, "unavailable", error.what(), {{"Retry-After", "1"}}};
        case ErrorCode::cannot_listen:
            break;
    }
    return {500, "internal", error.what(), {}};
}

}  // namespace

Problem describe(const std::exception& error, const ProblemTranslator& translator) {
    if (translator) {
        if (auto problem = translator(error)) return *std::move(problem);
    }
    if (const auto* own = dynamic_cast<const Error*>(&error)) return describe(*own);
    spdlog::error("a handler failed: {}: {}", typeid(error).name(), error.what());
    return {500, "internal", "The server met an error of its own; its log has the details.", {}};
}

Reply problem_reply(const Problem& problem) {
    const nlohmann::ordered_json document{{"type", "/problems/" + problem.code},
                                          {"title", reason_phrase(problem.status)},
                                          {"status", problem.status},
                                          {"detail", problem.detail}};
    // A detail quotes what the client sent, which need not be UTF-8.
    auto text = document.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
    return {.status = problem.status,
            .content_type = "application/problem+json",
            .body = std::move(text),
            .headers = problem.headers};
}

}  // namespace http
