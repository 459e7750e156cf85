#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace http {

using Headers = std::vector<std::pair<std::string, std::string>>;

/// One request, as a handler sees it. The handler owns it and may let the body go before it is done.
struct Request {
    std::string method;                                  ///< upper case; HEAD arrives as GET
    std::string target;                                  ///< as sent: path and query, still encoded
    std::string path;                                    ///< before the `?`, still encoded
    std::map<std::string, std::string> query;            ///< decoded; of a name given twice, the last
    std::map<std::string, std::string> path_parameters;  ///< by the names of the route's pattern, decoded
    Headers headers;                                     ///< as sent; names compare without case
    std::string_view body;  ///< of any method, GET too; valid until release_body()
    /// What `body` points into. Shared, for it is the connection's own buffer: a photo is never copied.
    std::shared_ptr<const void> body_owner;

    /// The header's value; absent where it was not sent.
    [[nodiscard]] std::optional<std::string_view> header(std::string_view name) const noexcept;
    /// The query parameter's value; absent where it was not sent.
    [[nodiscard]] std::optional<std::string_view> query_value(const std::string& name) const;
    /// A path parameter of the route's pattern.
    [[nodiscard]] const std::string& path_parameter(const std::string& name) const;

    /// Frees the body's memory early, for handlers that hold something large afterwards.
    void release_body() noexcept {
        body = {};
        body_owner.reset();
    }
};

struct Reply {
    int status = 200;
    std::string content_type{};  ///< empty: no Content-Type header
    std::string body{};
    Headers headers{};  ///< besides Content-Type, Content-Length, Connection and the security headers
    /// The size that Content-Length tells where the body itself is not sent: answers to HEAD, and 304.
    std::optional<std::uint64_t> unsent_body_size{};
};

/// A reply with a JSON text that is already serialised.
[[nodiscard]] Reply json_reply(std::string json, int status = 200);
[[nodiscard]] Reply text_reply(std::string text, int status = 200);

/// The status' name, as HTTP registers it (RFC 9110, section 15): "Not Found" for 404.
[[nodiscard]] std::string_view reason_phrase(int status) noexcept;

}  // namespace http
