#include "plot.hpp"

#include <fmt/format.h>

namespace {

constexpr double panel_width = 460, panel_height = 380, left = 70, right = 20, top = 40, bottom = 60;

std::string text(double x, double y, const std::string& what, const std::string& more = "") {
    return fmt::format("<text x=\"{:.1f}\" y=\"{:.1f}\" {}>{}</text>\n", x, y, more, what);
}

std::string drawn(const Panel& panel, double offset) {
    const double width = panel_width - left - right, height = panel_height - top - bottom;
    const auto x_of = [&](double x) {
        return offset + left + width * (x - panel.x_from) / (panel.x_to - panel.x_from);
    };
    const auto y_of = [&](double y) { return top + height * (panel.y_to - y) / (panel.y_to - panel.y_from); };
    std::string out = text(offset + left, top - 16, panel.title, "font-weight=\"bold\"");
    for (const double tick : panel.x_ticks) {
        out += fmt::format("<path d=\"M{0:.1f} {1}V{2}\" stroke=\"#ddd\"/>\n", x_of(tick), top, top + height);
        out += text(x_of(tick), top + height + 18, panel.x_text(tick), "text-anchor=\"middle\"");
    }
    for (const double tick : panel.y_ticks) {
        out += fmt::format("<path d=\"M{0} {1:.1f}H{2}\" stroke=\"#ddd\"/>\n", offset + left, y_of(tick),
                           offset + left + width);
        out += text(offset + left - 6, y_of(tick) + 4, panel.y_text(tick), "text-anchor=\"end\"");
    }
    out += text(offset + left + width / 2, panel_height - 12, panel.x_name, "text-anchor=\"middle\"");
    out += fmt::format(
        "<text transform=\"translate({:.1f},{:.1f}) rotate(-90)\" text-anchor=\"middle\">{}</text>\n",
        offset + 14, top + height / 2, panel.y_name);
    double legend = top + 14;
    for (const Series& series : panel.series) {
        std::string path;
        for (const auto& [x, y] : series.points) {
            if (x < panel.x_from || x > panel.x_to || y < panel.y_from || y > panel.y_to) {
                continue;
            }
            if (series.line) {
                path += fmt::format("{}{:.1f} {:.1f}", path.empty() ? "M" : "L", x_of(x), y_of(y));
            } else {
                out += fmt::format("<circle cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"2.5\" fill=\"{}\"/>\n", x_of(x),
                                   y_of(y), series.colour);
            }
        }
        out += fmt::format("<path d=\"{}\" fill=\"none\" stroke=\"{}\" stroke-width=\"1.5\"/>\n", path,
                           series.colour);
        out += text(offset + left + panel.legend_at * width, legend, series.name,
                    fmt::format("fill=\"{}\"", series.colour));
        legend += 17;
    }
    return out;
}

}  // namespace

std::string svg(const std::vector<Panel>& panels) {
    std::string body;
    for (std::size_t i = 0; i < panels.size(); ++i) {
        body += drawn(panels[i], panel_width * static_cast<double>(i));
    }
    return fmt::format(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {0} {1}\" width=\"{0}\" height=\"{1}\" "
        "font-family=\"sans-serif\" font-size=\"12\">\n<rect width=\"100%\" height=\"100%\" "
        "fill=\"#fff\"/>\n{2}</svg>\n",
        panel_width * static_cast<double>(panels.size()), panel_height, body);
}
