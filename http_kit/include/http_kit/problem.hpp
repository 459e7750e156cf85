#pragma once

#include <exception>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "http_kit/message.hpp"

namespace http {

/// A problem document (RFC 9457), before it is written as JSON.
struct Problem {
    int status = 500;
    std::string code;    ///< becomes `type`: "/problems/<code>"
    std::string detail;  ///< what is wrong and what to do about it; shown to the client
    Headers headers;     ///< of the reply, besides its own: Allow, Retry-After
};

/// Knows an application's own exceptions; absent for those it does not know.
using ProblemTranslator = std::function<std::optional<Problem>(const std::exception&)>;

/// The one place that turns exceptions into replies: first `translator` (which may be empty), then
/// http::Error. Anything else is a defect: it is logged and answered with 500 without a word of its insides.
[[nodiscard]] Problem describe(const std::exception& error, const ProblemTranslator& translator);

/// `application/problem+json` with type, title (the status' name), status and detail.
[[nodiscard]] Reply problem_reply(const Problem& problem);

}  // namespace http
