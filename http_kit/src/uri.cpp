#include "uri.hpp"

#include <charconv>

#include "http_kit/error.hpp"

namespace http {
namespace {

std::string decode(std::string_view text, bool plus_is_space) {
    std::string decoded;
    decoded.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '%') {
            unsigned value = 0;
            const auto digits = text.substr(i + 1, 2);
            const auto [end, error] =
                std::from_chars(digits.data(), digits.data() + digits.size(), value, 16);
            if (digits.size() != 2 || error != std::errc() || end != digits.data() + 2) {
                throw Error(ErrorCode::invalid_request,
                            "The address has a '%' without two hexadecimal digits after it: write %25 for "
                            "the character.");
            }
            decoded += static_cast<char>(value);
            i += 2;
        } else {
            decoded += plus_is_space && text[i] == '+' ? ' ' : text[i];
        }
    }
    return decoded;
}

/// Calls `visit` with each piece between separators; once for an empty text.
template <typename Visit>
void split(std::string_view text, char separator, Visit visit) {
    for (;;) {
        const auto end = text.find(separator);
        visit(text.substr(0, end));
        if (end == std::string_view::npos) return;
        text.remove_prefix(end + 1);
    }
}

}  // namespace

std::vector<std::string> path_segments(std::string_view path) {
    if (!path.starts_with('/'))
        throw Error(ErrorCode::invalid_request, "The address' path must start with '/'.");
    std::vector<std::string> segments;
    split(path.substr(1), '/', [&](std::string_view segment) { segments.push_back(decode(segment, false)); });
    return segments;
}

std::map<std::string, std::string> parse_query(std::string_view query) {
    std::map<std::string, std::string> values;
    split(query, '&', [&](std::string_view pair) {
        if (pair.empty()) return;
        const auto equals = pair.find('=');
        const auto value = equals == std::string_view::npos ? std::string_view{} : pair.substr(equals + 1);
        values.insert_or_assign(decode(pair.substr(0, equals), true), decode(value, true));
    });
    return values;
}

}  // namespace http
