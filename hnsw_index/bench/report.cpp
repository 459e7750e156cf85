#include "report.hpp"

#include <fmt/format.h>

#include <cmath>

#include <iterator>
#include <nlohmann/json.hpp>

namespace hnsw::bench {

namespace {

std::string number(const std::optional<double>& value, const char* format) {
    return value ? fmt::format(fmt::runtime(format), *value) : "–";
}

std::optional<double> ratio(const Curve& ours, const Curve& peer, double recall) {
    const auto a = qps_at(ours, recall);
    const auto b = qps_at(peer, recall);
    return a && b ? std::optional(*a / *b) : std::nullopt;
}

nlohmann::ordered_json as_number(const std::optional<double>& value, double digits) {
    if (!value) return nullptr;
    return std::round(*value * digits) / digits;
}

}  // namespace

std::string as_table(const Setting& setting, const std::vector<Curve>& curves) {
    std::string text =
        fmt::format("{}: {} vectors of {} dimensions, M {}, ef_construction {}, kernels {}, on {}\n\n|  |",
                    setting.data, setting.vectors, setting.dimension, setting.links, setting.ef_construction,
                    setting.kernels, setting.processor);
    auto out = std::back_inserter(text);
    for (const double recall : setting.recalls) fmt::format_to(out, " queries/s at {:.2f} |", recall);
    text += " two threads | build, s | memory, MB |\n|---|";
    for (std::size_t i = 0; i < setting.recalls.size() + 3; ++i) text += "---:|";
    for (const Curve& curve : curves) {
        fmt::format_to(out, "\n| {} |", curve.name);
        for (const double recall : setting.recalls)
            fmt::format_to(out, " {} |", number(qps_at(curve, recall), "{:.0f}"));
        fmt::format_to(out, " {:.2f} | {} | {:.0f} |", curve.two_threads, number(curve.build_s, "{:.1f}"),
                       curve.memory_mb);
    }
    for (std::size_t i = 1; i < curves.size(); ++i) {
        const Curve& ours = curves.front();
        const Curve& peer = curves[i];
        fmt::format_to(out, "\n| ours by {} |", peer.name);
        for (const double recall : setting.recalls)
            fmt::format_to(out, " **{}** |", number(ratio(ours, peer, recall), "{:.2f}"));
        const auto build =
            ours.build_s && peer.build_s ? std::optional(*ours.build_s / *peer.build_s) : std::nullopt;
        fmt::format_to(out, " | {} | {:.2f} |", number(build, "{:.2f}"), ours.memory_mb / peer.memory_mb);
    }
    return text + "\n";
}

std::string as_json(const Setting& setting, const std::vector<Curve>& curves) {
    nlohmann::ordered_json json{{"data", setting.data},
                                {"n", setting.vectors},
                                {"links", setting.links},
                                {"kernels", setting.kernels}};
    for (const Curve& curve : curves)
        for (const Point& point : curve.points)
            json[curve.name].push_back({{"ef", point.ef},
                                        {"recall", as_number(point.recall, 1e4)},
                                        {"qps", as_number(point.qps, 10)}});
    for (const double recall : setting.recalls)
        json["ratio_at"][fmt::format("{:.2f}", recall)] =
            curves.size() > 1 ? as_number(ratio(curves[0], curves[1], recall), 1e3) : nullptr;
    for (const Curve& curve : curves) {
        json["build_s"][curve.name] = as_number(curve.build_s, 10);
        json["memory_mb"][curve.name] = as_number(curve.memory_mb, 10);
        json["two_threads"][curve.name] = as_number(curve.two_threads, 1e3);
    }
    return json.dump();
}

}  // namespace hnsw::bench
