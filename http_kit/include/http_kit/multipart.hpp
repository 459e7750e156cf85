#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace http {

/// One field of a form. The bytes point into the body that was parsed.
struct Part {
    std::string name;
    std::optional<std::string> filename;  ///< as sent, UTF-8; never to be used as a path
    std::string content_type;             ///< "text/plain" where none was sent (RFC 7578, section 4.4)
    std::string_view bytes;
};

/// The parts of a multipart/form-data body (RFC 7578), in order. Throws Error: unsupported_media for another
/// content type, invalid_request for a body that is malformed or cut short.
[[nodiscard]] std::vector<Part> parse_multipart(std::string_view content_type, std::string_view body);

/// The first part of that name; nullptr where there is none.
[[nodiscard]] const Part* find_part(const std::vector<Part>& parts, std::string_view name) noexcept;

}  // namespace http
