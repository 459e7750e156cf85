#include "cli/evaluation_report.hpp"

#include <fmt/format.h>

namespace faces {
namespace {

/// The names of shares of something, which people read in per cent.
bool is_share(const std::string& key) {
    for (const std::string_view name : {"accuracy", "standard_error", "rank_", "found", "tar_", "0."}) {
        if (key.starts_with(name)) {
            return true;
        }
    }
    return false;
}

std::string for_people(const std::string& key, const Report& value) {
    if (value.is_number_float() && is_share(key)) {
        return fmt::format("{:.2f} %", 100 * value.get<double>());
    }
    if (value.is_number_float()) {
        return fmt::format("{:.3f}", value.get<double>());
    }
    return value.is_string() ? value.get<std::string>() : value.dump();
}

void print_part(const Report& report, int depth) {
    for (const auto& [key, value] : report.items()) {
        const std::string indent(static_cast<std::size_t>(2 * depth), ' ');
        if (key == "pairs" && value.is_array()) {
            for (const auto& pair : value) {
                fmt::print("{}{:.3f}  {}  {}\n", indent, pair.at("distance").get<double>(),
                           pair.at("a").get<std::string>(), pair.at("b").get<std::string>());
            }
        } else if (value.is_object()) {
            fmt::print("{}{}\n", indent, key);
            print_part(value, depth + 1);
        } else {
            fmt::print("{}{}: {}\n", indent, key, for_people(key, value));
        }
    }
}

}  // namespace

Report report(const Verification& result) {
    Report json{{"pairs", result.pairs},
                {"missing", result.missing},
                {"accuracy", result.accuracy},
                {"accuracy_missing_wrong", result.accuracy_missing_wrong},
                {"standard_error", result.standard_error}};
    for (const auto& [rate, accepted] : result.tar_at_far) {
        json["tar_at_far"][fmt::format("{}", rate)] = accepted;
    }
    return json;
}

Report report(const Identification& result) {
    return {{"probes", result.probes}, {"rank_1", result.rank_1}, {"rank_5", result.rank_5}};
}

Report report(const OpenSet& result) {
    Report json{{"people", result.people}, {"faces", result.faces}, {"strangers", result.strangers}};
    for (const auto& [rate, point] : result.by_rate) {
        json["at"][fmt::format("{}", rate)] = {{"threshold", point.threshold}, {"found", point.found}};
    }
    return json;
}

Report report(std::span<const WrongLabel> labels, std::span<const LabelledEmbedding> faces) {
    Report pairs = Report::array();
    for (const WrongLabel& label : labels) {
        pairs.push_back(
            {{"a", faces[label.a].photo}, {"b", faces[label.b].photo}, {"distance", label.distance}});
    }
    return pairs;
}

void print_for_people(const Report& report, const std::string& title) {
    fmt::print("{}\n", title);
    print_part(report, 1);
}

}  // namespace faces
