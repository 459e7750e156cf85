#include "http_kit/router.hpp"

#include <algorithm>
#include <stdexcept>

#include "uri.hpp"

namespace http {
namespace {

template <typename Handlers>
std::string allowed_methods(const Handlers& handlers) {
    std::string allowed;
    for (const auto& [method, handler] : handlers) {
        allowed += (allowed.empty() ? "" : ", ") + method + (method == "GET" ? ", HEAD" : "");
    }
    return allowed;
}

/// "one/two" of the segments from `first` on.
std::string join(const std::vector<std::string>& segments, std::size_t first) {
    std::string joined;
    for (std::size_t i = first; i < segments.size(); ++i) joined += (i > first ? "/" : "") + segments[i];
    return joined;
}

}  // namespace

Router::Router() : metrics_(std::make_shared<Metrics>()) {}

Router& Router::translate_errors(ProblemTranslator translator) {
    translator_ = std::move(translator);
    return *this;
}

Router& Router::add(std::string_view method, std::string_view pattern, Handler handler, Weight weight) {
    auto found =
        std::find_if(routes_.begin(), routes_.end(), [&](const Route& r) { return r.pattern == pattern; });
    if (found == routes_.end()) {
        Route route{std::string(pattern), parse(pattern), {}};
        const auto place = std::upper_bound(routes_.begin(), routes_.end(), route, more_specific);
        found = routes_.insert(place, std::move(route));
    }
    if (!found->handlers.emplace(method, Route::Entry{std::move(handler), weight}).second) {
        throw std::invalid_argument("the route exists already: " + std::string(method) + " " +
                                    std::string(pattern));
    }
    return *this;
}

std::vector<Router::Segment> Router::parse(std::string_view pattern) {
    if (!pattern.starts_with('/'))
        throw std::invalid_argument("a pattern starts with '/': " + std::string(pattern));
    std::vector<Segment> segments;
    for (auto& text : path_segments(pattern)) {
        if (!text.starts_with('{') || !text.ends_with('}')) {
            segments.push_back({Segment::Kind::text, std::move(text)});
        } else if (text.ends_with("...}")) {
            segments.push_back({Segment::Kind::rest, text.substr(1, text.size() - 5)});
        } else {
            segments.push_back({Segment::Kind::parameter, text.substr(1, text.size() - 2)});
        }
    }
    return segments;
}

bool Router::more_specific(const Route& a, const Route& b) {
    return std::lexicographical_compare(a.segments.begin(), a.segments.end(), b.segments.begin(),
                                        b.segments.end(),
                                        [](const Segment& x, const Segment& y) { return x.kind < y.kind; });
}

std::optional<Router::Parameters> Router::match(const Route& route, const std::vector<std::string>& path) {
    Parameters parameters;
    std::size_t i = 0;
    for (const auto& segment : route.segments) {
        if (segment.kind == Segment::Kind::rest) {
            parameters[segment.text] = join(path, i);
            i = path.size();
            break;
        }
        if (i == path.size()) return std::nullopt;
        if (segment.kind == Segment::Kind::text && segment.text != path[i]) return std::nullopt;
        if (segment.kind == Segment::Kind::parameter) parameters[segment.text] = path[i];
        ++i;
    }
    if (i != path.size()) return std::nullopt;
    return parameters;
}

Weight Router::weight(const std::string& method, const std::string& target) const {
    const auto path = path_segments(target.substr(0, target.find('?')));
    for (const Route& route : routes_) {
        if (!match(route, path)) continue;
        const auto handler = route.handlers.find(method == "HEAD" ? "GET" : method);
        return handler == route.handlers.end() ? Weight::light : handler->second.weight;
    }
    return Weight::light;
}

Reply Router::handle(Request& request, std::string& route_name) const {
    const auto question_mark = request.target.find('?');
    request.path = request.target.substr(0, question_mark);
    if (question_mark != std::string::npos)
        request.query = parse_query(request.target.substr(question_mark + 1));

    const auto path = path_segments(request.path);
    const auto route = std::find_if(routes_.begin(), routes_.end(), [&](const Route& candidate) {
        auto parameters = match(candidate, path);
        if (!parameters) return false;
        request.path_parameters = std::move(*parameters);
        return true;
    });
    if (route == routes_.end()) {
        return problem_reply(
            {404, "not_found", "There is nothing at " + request.path + "; /docs shows what there is.", {}});
    }
    route_name = route->pattern;
    const auto handler = route->handlers.find(request.method);
    if (handler == route->handlers.end()) {
        const auto allowed = allowed_methods(route->handlers);
        return problem_reply({405,
                              "method_not_allowed",
                              request.path + " answers " + allowed + " only.",
                              {{"Allow", allowed}}});
    }
    return handler->second.handler(request);
}

Router::Answer Router::respond(Request& request) const noexcept {
    Answer answer{{}, "none"};
    const bool head = request.method == "HEAD";
    if (head) request.method = "GET";
    try {
        answer.reply = handle(request, answer.route);
    } catch (const std::exception& error) {
        answer.reply = problem_reply(describe(error, translator_));
    } catch (...) {
        answer.reply = problem_reply(describe(std::runtime_error("not a std::exception"), translator_));
    }
    if (head) {
        request.method = "HEAD";
        if (!answer.reply.unsent_body_size) answer.reply.unsent_body_size = answer.reply.body.size();
        answer.reply.body.clear();
    }
    return answer;
}

}  // namespace http
