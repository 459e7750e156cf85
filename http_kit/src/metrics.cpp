#include "http_kit/metrics.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace http {
namespace {

/// A label's value as the text format wants it: backslash, quote and line end escaped.
std::string escaped(std::string_view value) {
    std::string text;
    for (const char c : value) {
        if (c == '\n') {
            text += "\\n";
        } else {
            if (c == '"' || c == '\\') text += '\\';
            text += c;
        }
    }
    return text;
}

const std::vector<double> second_bounds{0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1,
                                        0.25,  0.5,    1,     2.5,  5,     10,   30};

}  // namespace

Histogram::Histogram(std::string name, std::string help, std::string label, std::vector<double> bounds)
    : name_(std::move(name)), help_(std::move(help)), label_(std::move(label)), bounds_(std::move(bounds)) {}

void Histogram::observe(const std::string& label_value, double value) {
    const auto bucket = std::lower_bound(bounds_.begin(), bounds_.end(), value) - bounds_.begin();
    const std::lock_guard lock(mutex_);
    auto& series = series_[label_value];
    series.buckets.resize(bounds_.size() + 1);
    ++series.buckets[static_cast<std::size_t>(bucket)];
    series.sum += value;
    ++series.count;
}

std::string Histogram::text() const {
    auto text = fmt::format("# HELP {0} {1}\n# TYPE {0} histogram\n", name_, help_);
    auto out = std::back_inserter(text);
    const std::lock_guard lock(mutex_);
    for (const auto& [value, series] : series_) {
        const auto label = fmt::format("{}=\"{}\"", label_, escaped(value));
        std::uint64_t below = 0;
        for (std::size_t i = 0; i < bounds_.size(); ++i) {
            below += series.buckets[i];
            fmt::format_to(out, "{}_bucket{{{},le=\"{}\"}} {}\n", name_, label, bounds_[i], below);
        }
        fmt::format_to(out, "{0}_bucket{{{1},le=\"+Inf\"}} {2}\n{0}_sum{{{1}}} {3}\n{0}_count{{{1}}} {2}\n",
                       name_, label, series.count, series.sum);
    }
    return text;
}

Metrics::Metrics()
    : durations_(histogram("http_request_duration_seconds", "From the whole request to its reply, by route",
                           "route")) {}

void Metrics::count_request(const std::string& method, const std::string& route, int status, double seconds) {
    durations_.observe(route, seconds);
    const std::lock_guard lock(mutex_);
    ++requests_[{method, route, status}];
}

void Metrics::gauge(const std::string& name, const std::string& help, std::function<double()> value) {
    const std::lock_guard lock(mutex_);
    gauges_[name] = {help, std::move(value)};
}

Histogram& Metrics::histogram(const std::string& name, const std::string& help, const std::string& label) {
    const std::lock_guard lock(mutex_);
    auto& place = histograms_[name];
    if (!place) place = std::make_unique<Histogram>(name, help, label, second_bounds);
    return *place;
}

std::string Metrics::text() const {
    std::string text =
        "# HELP http_requests_total Requests answered, by method, route and status\n"
        "# TYPE http_requests_total counter\n";
    auto out = std::back_inserter(text);
    const std::lock_guard lock(mutex_);
    for (const auto& [key, count] : requests_) {
        const auto& [method, route, status] = key;
        fmt::format_to(out, "http_requests_total{{method=\"{}\",route=\"{}\",status=\"{}\"}} {}\n",
                       escaped(method), escaped(route), status, count);
    }
    for (const auto& [name, gauge] : gauges_) {
        try {
            const double value = gauge.value();
            fmt::format_to(out, "# HELP {0} {1}\n# TYPE {0} gauge\n{0} {2}\n", name, gauge.help, value);
        } catch (const std::exception&) {
            // What cannot be read now is left out; all else is told still.
        }
    }
    for (const auto& [name, histogram] : histograms_) text += histogram->text();
    return text;
}

}  // namespace http
