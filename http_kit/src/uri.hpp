#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace http {

/// A path's segments, percent-decoded after they were split, so that an encoded slash stays inside one:
/// "/a/b%2Fc" has two, "/a/" has "a" and "". Throws Error(invalid_request) for a path without a leading slash
/// or a broken escape.
[[nodiscard]] std::vector<std::string> path_segments(std::string_view path);

/// The pairs of `a=b&c=d`, decoded, with `+` for a space (the HTML form encoding). Throws
/// Error(invalid_request).
[[nodiscard]] std::map<std::string, std::string> parse_query(std::string_view query);

}  // namespace http
