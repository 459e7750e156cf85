#include "http_kit/message.hpp"

#include <algorithm>
#include <cctype>

#include "http_kit/error.hpp"

namespace http {
namespace {

bool same_without_case(std::string_view a, std::string_view b) noexcept {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](unsigned char x, unsigned char y) { return std::tolower(x) == std::tolower(y); });
}

}  // namespace

std::optional<std::string_view> Request::header(std::string_view name) const noexcept {
    for (const auto& [header_name, value] : headers) {
        if (same_without_case(header_name, name)) return value;
    }
    return std::nullopt;
}

std::optional<std::string_view> Request::query_value(const std::string& name) const {
    const auto found = query.find(name);
    if (found == query.end()) return std::nullopt;
    return found->second;
}

const std::string& Request::path_parameter(const std::string& name) const {
    return path_parameters.at(name);
}

Reply json_reply(std::string json, int status) {
    return {.status = status, .content_type = "application/json", .body = std::move(json)};
}

Reply text_reply(std::string text, int status) {
    return {.status = status, .content_type = "text/plain; charset=utf-8", .body = std::move(text)};
}

std::string_view reason_phrase(int status) noexcept {
    switch (status) {
        case 200:
            return "OK";
        case 201:
            return "Created";
        case 202:
            return "Accepted";
        case 204:
            return "No Content";
        case 304:
            return "Not Modified";
        case 308:
            return "Permanent Redirect";
        case 400:
            return "Bad Request";
        case 404:
            return "Not Found";
        case 405:
            return "Method Not Allowed";
        case 408:
            return "Request Timeout";
        case 409:
            return "Conflict";
        case 413:
            return "Content Too Large";
        case 415:
            return "Unsupported Media Type";
        case 422:
            return "Unprocessable Content";
        case 431:
            return "Request Header Fields Too Large";
        case 500:
            return "Internal Server Error";
        case 502:
            return "Bad Gateway";
        case 503:
            return "Service Unavailable";
        default:
            return "Unknown";
    }
}

}  // namespace http
