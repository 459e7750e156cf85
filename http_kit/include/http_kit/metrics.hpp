#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

namespace http {

/// Observations in buckets, one series a value of the one label. May be used from many threads at once.
class Histogram {
  public:
    /// `bounds`: the buckets' upper ends, rising, in the unit of what is observed.
    Histogram(std::string name, std::string help, std::string label, std::vector<double> bounds);

    void observe(const std::string& label_value, double value);
    [[nodiscard]] std::string text() const;

  private:
    struct Series {
        std::vector<std::uint64_t> buckets;
        double sum = 0;
        std::uint64_t count = 0;
    };

    const std::string name_, help_, label_;
    const std::vector<double> bounds_;
    mutable std::mutex mutex_;
    std::map<std::string, Series> series_;  // guarded by mutex_
};

/// Counts and times in Prometheus' text format (exposition format 0.0.4). May be used from many threads at
/// once.
class Metrics {
  public:
    Metrics();

    /// Counts one answered request. `route` is the pattern, never the path, so that the number of series
    /// stays bounded.
    void count_request(const std::string& method, const std::string& route, int status, double seconds);

    /// A value that is asked for whenever the metrics are read. A name that exists already is replaced.
    void gauge(const std::string& name, const std::string& help, std::function<double()> value);

    /// A histogram in seconds, from 1 ms to 30 s; the same object for the same name. Lives as long as the
    /// metrics.
    [[nodiscard]] Histogram& histogram(const std::string& name, const std::string& help,
                                       const std::string& label);

    [[nodiscard]] std::string text() const;

  private:
    struct Gauge {
        std::string help;
        std::function<double()> value;
    };

    mutable std::mutex mutex_;
    std::map<std::tuple<std::string, std::string, int>, std::uint64_t> requests_;  // guarded by mutex_
    std::map<std::string, Gauge> gauges_;                                          // guarded by mutex_
    std::map<std::string, std::unique_ptr<Histogram>> histograms_;                 // guarded by mutex_
    Histogram& durations_;
};

}  // namespace http
