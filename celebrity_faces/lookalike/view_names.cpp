#include "lookalike/view_names.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "faces/error.hpp"

namespace faces {
namespace {

constexpr std::array<std::pair<View, std::string_view>, 4> names{
    {{View::aligned, "aligned"}, {View::whole, "whole"}, {View::crop, "crop"}, {View::wide, "wide"}}};

}  // namespace

std::string_view view_name(View view) noexcept {
    return std::ranges::find(names, view, &std::pair<View, std::string_view>::first)->second;
}

std::vector<View> parse_views(std::string_view list) {
    std::vector<View> views;
    while (true) {
        const std::string_view name = list.substr(0, list.find(','));
        const auto known = std::ranges::find(names, name, &std::pair<View, std::string_view>::second);
        if (known == names.end()) {
            throw Error(ErrorCode::invalid_argument,
                        fmt::format("view \"{}\" is unknown: aligned, whole, crop and wide are known", name));
        }
        if (std::ranges::find(views, known->first) == views.end()) {
            views.push_back(known->first);
        }
        if (name.size() == list.size()) {
            return views;
        }
        list.remove_prefix(name.size() + 1);
    }
}

}  // namespace faces
