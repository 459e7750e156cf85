#include "measure.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <thread>

namespace hnsw::bench {

namespace {

double recall_of(const Engine& engine, const Dataset& data, std::size_t ef, const MeasureOptions& options) {
    std::vector<std::int64_t> ids(options.queries * options.k);
    engine.search(data.queries.data(), options.queries, options.k, ef, ids.data());
    std::size_t found = 0;
    for (std::size_t q = 0; q < options.queries; ++q)
        found += data.found(q, std::span(ids).subspan(q * options.k, options.k));
    return static_cast<double>(found) / static_cast<double>(options.queries * options.k);
}

/// From the first breadth that reaches somewhat less than the first recall of interest to the first beyond
/// the last.
std::vector<Point> sweep(const Engine& engine, const Dataset& data, const MeasureOptions& options) {
    constexpr std::size_t widest = 20'000;
    std::vector<Point> points;
    for (std::size_t ef = options.k; ef <= widest; ef = std::max(ef + 1, ef * 5 / 4)) {
        const Point point{.ef = ef, .recall = recall_of(engine, data, ef, options)};
        if (!points.empty() && points.back().recall < options.recalls.front() &&
            point.recall < options.recalls.front())
            points.pop_back();
        points.push_back(point);
        if (point.recall > options.recalls.back()) break;
    }
    return points;
}

double time_queries(const Engine& engine, const Dataset& data, std::size_t ef,
                    const MeasureOptions& options) {
    std::vector<std::int64_t> ids(options.queries * options.k);
    const double start = engine.processor_seconds();
    engine.search(data.queries.data(), options.queries, options.k, ef, ids.data());
    return static_cast<double>(options.queries) / (engine.processor_seconds() - start);
}

double wall_qps(const Engine& engine, const Dataset& data, std::size_t ef, unsigned threads,
                const MeasureOptions& options) {
    using Clock = std::chrono::steady_clock;
    const auto start = Clock::now();
    {
        std::vector<std::jthread> workers;
        for (unsigned t = 0; t < threads; ++t)
            workers.emplace_back([&] { (void)time_queries(engine, data, ef, options); });
    }
    return threads * static_cast<double>(options.queries) /
           std::chrono::duration<double>(Clock::now() - start).count();
}

std::optional<double> two_threads(const Curve& curve, const Dataset& data, const MeasureOptions& options) {
    const auto ef = middle_ef(curve, options);
    if (!ef || !curve.engine->shared()) return std::nullopt;
    std::vector<double> ratios;
    for (unsigned round = 0; round < options.rounds; ++round)
        ratios.push_back(wall_qps(*curve.engine, data, *ef, 2, options) /
                         wall_qps(*curve.engine, data, *ef, 1, options));
    return median(ratios);
}

}  // namespace

double median(std::vector<double> values) {
    std::ranges::sort(values);
    return values[values.size() / 2];
}

std::optional<std::size_t> middle_ef(const Curve& curve, const MeasureOptions& options) {
    const double recall = options.recalls[options.recalls.size() / 2];
    const auto point = std::ranges::find_if(
        curve.points, [&](const Point& candidate) { return candidate.recall >= recall; });
    return point == curve.points.end() ? std::nullopt : std::optional(point->ef);
}

void measure(std::vector<Curve>& curves, const Dataset& data, const MeasureOptions& options) {
    for (Curve& curve : curves) curve.points = sweep(*curve.engine, data, options);
    for (unsigned round = 0; round < options.rounds; ++round)
        for (Curve& curve : curves)
            for (Point& point : curve.points)
                point.rounds.push_back(time_queries(*curve.engine, data, point.ef, options));
    for (Curve& curve : curves) {
        for (Point& point : curve.points) point.qps = median(point.rounds);
        curve.two_threads = two_threads(curve, data, options);
    }
}

std::optional<double> qps_at(const Curve& curve, double recall) {
    for (std::size_t i = 1; i < curve.points.size(); ++i) {
        const Point& below = curve.points[i - 1];
        const Point& above = curve.points[i];
        if (below.recall > recall || above.recall < recall || above.recall == below.recall) continue;
        const double part = (recall - below.recall) / (above.recall - below.recall);
        return std::exp(std::log(below.qps) + part * (std::log(above.qps) - std::log(below.qps)));
    }
    // The narrowest breadth may be better than what is asked for: then that is its speed.
    if (!curve.points.empty() && curve.points.front().recall >= recall) return curve.points.front().qps;
    return std::nullopt;
}

}  // namespace hnsw::bench
