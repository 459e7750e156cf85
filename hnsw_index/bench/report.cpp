#include "report.hpp"

#include <fmt/format.h>

#include <algorithm>
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

void add_ratios(std::string& text, const Setting& setting, const Curve& ours, const Curve& peer) {
    auto out = std::back_inserter(text);
    fmt::format_to(out, "\n| ours by {} |", peer.name);
    for (const double recall : setting.recalls)
        fmt::format_to(out, " **{}** |", number(ratio(ours, peer, recall), "{:.2f}"));
    const auto build =
        ours.build_s && peer.build_s ? std::optional(*ours.build_s / *peer.build_s) : std::nullopt;
    fmt::format_to(out, " | {} | {:.2f} |", number(build, "{:.2f}"), ours.memory_mb / peer.memory_mb);
}

void add_filters(std::string& text, const std::vector<FilteredSearch>& filters) {
    if (filters.empty()) return;
    auto out = std::back_inserter(text);
    text +=
        "\nFiltered searches of ours, ef 100\n\n| filter | allowed | µs a query | recall "
        "|\n|---|---:|---:|---:|";
    for (const FilteredSearch& each : filters)
        fmt::format_to(out, "\n| {} | {} ({:.2f} %) | {:.1f} | {:.4f} |", each.filter, each.allowed,
                       100 * each.share, each.us, each.recall);
    text += "\n";
}

nlohmann::ordered_json ratios(const Setting& setting, const Curve& ours, const Curve* peer) {
    nlohmann::ordered_json json;
    for (const double recall : setting.recalls)
        json[fmt::format("{:.2f}", recall)] = peer ? as_number(ratio(ours, *peer, recall), 1e3) : nullptr;
    return json;
}

void add_extras(nlohmann::ordered_json& json, const Extras& extras) {
    for (const FilteredSearch& each : extras.filters)
        json["filters"].push_back({{"filter", each.filter},
                                   {"share", each.share},
                                   {"allowed", each.allowed},
                                   {"us", as_number(each.us, 1e2)},
                                   {"recall", as_number(each.recall, 1e4)}});
    if (extras.batch)
        json["batch"] = {{"ef", extras.batch->ef},
                         {"processors", extras.batch->processors},
                         {"single_qps", as_number(extras.batch->single_qps, 10)},
                         {"batch_qps", as_number(extras.batch->batch_qps, 10)},
                         {"all_processors_qps", as_number(extras.batch->all_qps, 10)}};
}

}  // namespace

std::string as_table(const Setting& setting, const std::vector<Curve>& curves, const Extras& extras) {
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
        fmt::format_to(out, " {} | {} | {:.0f} |", number(curve.two_threads, "{:.2f}"),
                       number(curve.build_s, "{:.1f}"), curve.memory_mb);
    }
    for (std::size_t i = 1; i < curves.size(); ++i) add_ratios(text, setting, curves.front(), curves[i]);
    text += "\n";
    if (std::ranges::any_of(curves, [](const Curve& curve) { return !curve.engine->shared(); }))
        text +=
            "\nPeers without a figure for two threads are Python packages, which get all queries of a round "
            "in one call; the others get them one at a time.\n";
    add_filters(text, extras.filters);
    if (extras.batch)
        fmt::format_to(out,
                       "\nQueries/s by the clock at ef {}: {:.0f} one at a time, {:.0f} in one call on one "
                       "thread, {:.0f} in one call on {} processors\n",
                       extras.batch->ef, extras.batch->single_qps, extras.batch->batch_qps,
                       extras.batch->all_qps, extras.batch->processors);
    return text;
}

std::string as_json(const Setting& setting, const std::vector<Curve>& curves, const Extras& extras) {
    nlohmann::ordered_json json{{"data", setting.data},
                                {"n", setting.vectors},
                                {"links", setting.links},
                                {"kernels", setting.kernels}};
    for (const Curve& curve : curves)
        for (const Point& point : curve.points)
            json[curve.name].push_back({{"ef", point.ef},
                                        {"recall", as_number(point.recall, 1e4)},
                                        {"qps", as_number(point.qps, 10)}});
    const auto is_peer = [](const Curve& curve) { return curve.name != "ours" && curve.name != "compact"; };
    const auto peer = std::ranges::find_if(curves, is_peer);
    json["ratio_at"] = ratios(setting, curves.front(), peer == curves.end() ? nullptr : &*peer);
    for (const Curve& curve : curves)
        if (&curve != &curves.front()) json["ratios"][curve.name] = ratios(setting, curves.front(), &curve);
    for (const Curve& curve : curves) {
        json["build_s"][curve.name] = as_number(curve.build_s, 10);
        json["memory_mb"][curve.name] = as_number(curve.memory_mb, 10);
        json["two_threads"][curve.name] = as_number(curve.two_threads, 1e3);
    }
    add_extras(json, extras);
    return json.dump();
}

}  // namespace hnsw::bench
