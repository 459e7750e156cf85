#include "http_kit/multipart.hpp"

#include <algorithm>
#include <cctype>

#include "http_kit/error.hpp"

namespace http {
namespace {

constexpr std::string_view line_end = "\r\n";
constexpr std::size_t max_parts = 100;
constexpr std::size_t max_boundary = 70;  // RFC 2046, section 5.1.1

[[noreturn]] void malformed(const std::string& what) {
    throw Error(ErrorCode::invalid_request, "The form (multipart/form-data) is malformed: " + what + ".");
}

std::string lower(std::string_view text) {
    std::string result(text);
    std::transform(result.begin(), result.end(), result.begin(),
                   [](unsigned char c) { return std::tolower(c); });
    return result;
}

std::string_view trim(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
    return text;
}

/// What browsers escape in a quoted name: `%22`, `%0D` and `%0A` alone (WHATWG, "multipart/form-data encoding
/// algorithm"); other escapes are the name's own characters.
std::string unescape_browser(std::string text) {
    for (const auto& [escape, character] : {std::pair{"%22", '"'}, {"%0D", '\r'}, {"%0A", '\n'}}) {
        for (auto at = text.find(escape); at != std::string::npos; at = text.find(escape, at + 1)) {
            text.replace(at, 3, 1, character);
        }
    }
    return text;
}

/// Takes a value, quoted or not, off the front of `rest`. In quotes a backslash escapes a quote or itself;
/// elsewhere it stands for itself, as in the Windows paths that old browsers sent.
std::string take_value(std::string_view& rest) {
    std::string value;
    if (!rest.starts_with('"')) {
        const auto end = std::min(rest.find(';'), rest.size());
        value = trim(rest.substr(0, end));
        rest.remove_prefix(end);
        return value;
    }
    std::size_t i = 1;
    for (; i < rest.size() && rest[i] != '"'; ++i) {
        if (rest[i] == '\\' && i + 1 < rest.size() && (rest[i + 1] == '"' || rest[i + 1] == '\\')) ++i;
        value += rest[i];
    }
    if (i >= rest.size()) malformed("a quote is not closed");
    rest.remove_prefix(i + 1);
    return value;
}

/// A header's value: `form-data; name="a"; filename="b"`.
struct HeaderValue {
    std::string value;  ///< lower case
    std::vector<std::pair<std::string, std::string>> parameters;

    [[nodiscard]] std::optional<std::string> parameter(std::string_view name) const {
        for (const auto& [key, text] : parameters) {
            if (key == name) return text;
        }
        return std::nullopt;
    }
};

HeaderValue parse_header_value(std::string_view text) {
    HeaderValue header;
    const auto end = std::min(text.find(';'), text.size());
    header.value = lower(trim(text.substr(0, end)));
    auto rest = text.substr(end);
    while (rest.starts_with(';')) {
        rest = trim(rest.substr(1));
        if (rest.empty()) break;
        const auto equals = rest.find('=');
        if (equals == std::string_view::npos) malformed("a header's parameter has no value");
        auto name = lower(trim(rest.substr(0, equals)));
        rest = trim(rest.substr(equals + 1));
        header.parameters.emplace_back(std::move(name), take_value(rest));
        rest = trim(rest);
    }
    return header;
}

void read_header(std::string_view line, Part& part) {
    const auto colon = line.find(':');
    if (colon == std::string_view::npos) malformed("a part's header has no colon");
    const auto name = lower(trim(line.substr(0, colon)));
    const auto value = trim(line.substr(colon + 1));
    if (name == "content-type") part.content_type = value;
    if (name != "content-disposition") return;
    const auto disposition = parse_header_value(value);
    if (disposition.value != "form-data") malformed("a part's disposition is not form-data");
    const auto field = disposition.parameter("name");
    if (!field) malformed("a part has no name");
    part.name = unescape_browser(*field);
    if (auto filename = disposition.parameter("filename"))
        part.filename = unescape_browser(*std::move(filename));
}

/// A part from its text between two delimiters: headers, an empty line, the bytes.
Part parse_part(std::string_view text) {
    Part part;
    part.content_type = "text/plain";
    bool named = false;
    for (;;) {
        const auto end = text.find(line_end);
        if (end == std::string_view::npos) malformed("a part has no empty line after its headers");
        const auto line = text.substr(0, end);
        text.remove_prefix(end + line_end.size());
        if (line.empty()) break;
        read_header(line, part);
        named = named || lower(line.substr(0, line.find(':'))) == "content-disposition";
    }
    if (!named) malformed("a part has no Content-Disposition header");
    part.bytes = text;
    return part;
}

std::string boundary_of(std::string_view content_type) {
    const auto header = parse_header_value(content_type);
    if (header.value != "multipart/form-data") {
        throw Error(ErrorCode::unsupported_media,
                    "The body must be a form (multipart/form-data), not '" + header.value + "'.");
    }
    const auto boundary = header.parameter("boundary");
    if (!boundary || boundary->empty() || boundary->size() > max_boundary) {
        malformed("its Content-Type has no boundary of 1 to 70 characters");
    }
    return *boundary;
}

}  // namespace

std::vector<Part> parse_multipart(std::string_view content_type, std::string_view body) {
    const auto delimiter = "--" + boundary_of(content_type);
    const auto next_delimiter = "\r\n" + delimiter;

    // A preamble may come before the first delimiter (RFC 2046, section 5.1.1).
    auto start = body.starts_with(delimiter) ? 0 : body.find(next_delimiter);
    if (start == std::string_view::npos) malformed("the boundary that its Content-Type names does not occur");
    body.remove_prefix(start == 0 ? delimiter.size() : start + next_delimiter.size());

    std::vector<Part> parts;
    while (!body.starts_with("--")) {
        const auto end_of_line = body.find(line_end);
        if (end_of_line == std::string_view::npos || !trim(body.substr(0, end_of_line)).empty()) {
            malformed("a boundary is followed by other text");
        }
        body.remove_prefix(end_of_line + line_end.size());
        const auto end = body.find(next_delimiter);
        if (end == std::string_view::npos) malformed("it is cut short: its last boundary is missing");
        if (parts.size() == max_parts) malformed("it has more than 100 parts");
        parts.push_back(parse_part(body.substr(0, end)));
        body.remove_prefix(end + next_delimiter.size());
    }
    return parts;
}

const Part* find_part(const std::vector<Part>& parts, std::string_view name) noexcept {
    const auto found =
        std::find_if(parts.begin(), parts.end(), [&](const Part& part) { return part.name == name; });
    return found == parts.end() ? nullptr : &*found;
}

}  // namespace http
