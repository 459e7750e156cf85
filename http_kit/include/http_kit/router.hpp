#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "http_kit/message.hpp"
#include "http_kit/metrics.hpp"
#include "http_kit/problem.hpp"

namespace http {

/// Answers a request; throws to answer with a problem. Called from many threads at once.
using Handler = std::function<Reply(Request&)>;

/// How much a handler takes. Heavy ones have threads of their own, as many as may run beside each other, so
/// that a health check never waits behind them.
enum class Weight { light, heavy };

/// Which handler answers which path. A pattern is a path whose segments may be parameters: `/people/{id}`;
/// its last may be `{name...}`, which takes the rest of the path, also an empty rest. Text wins over a
/// parameter, a parameter over a rest. Built before the server starts, then only read.
class Router {
  public:
    Router();

    /// Throws std::invalid_argument for a pattern that does not start with `/` or a route that exists
    /// already.
    Router& add(std::string_view method, std::string_view pattern, Handler handler,
                Weight weight = Weight::light);
    /// Tells the application's own exceptions to the one function that makes problems of them.
    Router& translate_errors(ProblemTranslator translator);

    /// The server's counts, to which applications add their own. Shared by the copies of a router.
    [[nodiscard]] Metrics& metrics() const noexcept { return *metrics_; }

    /// Of the handler that would answer; light where none would.
    [[nodiscard]] Weight weight(const std::string& method, const std::string& target) const;

    struct Answer {
        Reply reply;
        std::string route;  ///< the pattern that answered; "none" where no pattern did
    };
    /// The answer to a request of which method, target, headers and body are filled. Never throws: errors
    /// become problem replies, an unknown path 404, another method 405 with Allow, and HEAD is answered as
    /// GET without body.
    [[nodiscard]] Answer respond(Request& request) const noexcept;

  private:
    struct Segment {
        enum class Kind { text, parameter, rest } kind;
        std::string text;  ///< the segment, or the parameter's name
    };
    struct Route {
        std::string pattern;
        std::vector<Segment> segments;
        struct Entry {
            Handler handler;
            Weight weight;
        };
        std::map<std::string, Entry> handlers;  ///< by method
    };

    [[nodiscard]] static std::vector<Segment> parse(std::string_view pattern);
    using Parameters = std::map<std::string, std::string>;
    /// The parameters' values, where the path is of the route.
    [[nodiscard]] static std::optional<Parameters> match(const Route& route,
                                                         const std::vector<std::string>& path);
    [[nodiscard]] static bool more_specific(const Route& a, const Route& b);
    [[nodiscard]] Reply handle(Request& request, std::string& route_name) const;

    std::vector<Route> routes_;  // the most specific first
    ProblemTranslator translator_;
    std::shared_ptr<Metrics> metrics_;  // shared: handlers, the server and copies of the router write to one
};

}  // namespace http
