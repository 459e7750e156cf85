#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>

#include "report.hpp"

namespace hnsw::bench {

namespace {

constexpr double width = 720, height = 440, left = 70, right = 20, top = 40, bottom = 50;
constexpr std::array colours{"#c2410c", "#1d4ed8", "#15803d", "#7e22ce", "#525252"};

/// From recall and queries a second to the picture's coordinates.
class Scale {
  public:
    explicit Scale(const std::vector<Curve>& curves) {
        for (const Curve& curve : curves)
            for (const Point& point : curve.points) {
                lowest_ = std::min(lowest_, point.recall);
                slowest_ = std::min(slowest_, point.qps);
                fastest_ = std::max(fastest_, point.qps);
            }
        slowest_ = std::pow(10, std::floor(std::log10(slowest_)));
        fastest_ = std::pow(10, std::ceil(std::log10(fastest_)));
        lowest_ = std::floor(lowest_ * 20) / 20;
    }
    [[nodiscard]] double x(double recall) const {
        return left + (recall - lowest_) / (1 - lowest_) * (width - left - right);
    }
    [[nodiscard]] double y(double qps) const {
        return height - bottom -
               std::log(qps / slowest_) / std::log(fastest_ / slowest_) * (height - top - bottom);
    }
    [[nodiscard]] double lowest() const { return lowest_; }
    [[nodiscard]] double slowest() const { return slowest_; }
    [[nodiscard]] double fastest() const { return fastest_; }

  private:
    double lowest_ = 0.9, slowest_ = 1e12, fastest_ = 1;
};

void draw_grid(std::string& svg, const Scale& scale) {
    auto out = std::back_inserter(svg);
    const auto recall_lines = std::lround((1 - scale.lowest()) / 0.05);
    for (long i = 0; i <= recall_lines; ++i) {
        const double recall = scale.lowest() + 0.05 * static_cast<double>(i);
        fmt::format_to(
            out,
            "<line class='grid' x1='{0:.1f}' y1='{1}' x2='{0:.1f}' y2='{2}'/><text x='{0:.1f}' y='{3}' "
            "text-anchor='middle'>{4:.2f}</text>\n",
            scale.x(recall), top, height - bottom, height - bottom + 18, recall);
    }
    const auto decades = std::lround(std::log10(scale.fastest() / scale.slowest()));
    for (long i = 0; i <= decades; ++i) {
        const double qps = scale.slowest() * std::pow(10, i);
        fmt::format_to(
            out,
            "<line class='grid' x1='{0}' y1='{1:.1f}' x2='{2}' y2='{1:.1f}'/><text x='{3}' y='{4:.1f}' "
            "text-anchor='end'>{5:.0f}</text>\n",
            left, scale.y(qps), width - right, left - 6, scale.y(qps) + 4, qps);
    }
}

}  // namespace

std::string as_svg(const Setting& setting, const std::vector<Curve>& curves) {
    std::string svg = fmt::format(
        "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {0} {1}' width='{0}' height='{1}'>\n"
        "<style>text{{font:12px "
        "sans-serif}}.grid{{stroke:#ddd}}polyline{{fill:none;stroke-width:2}}</style>\n"
        "<rect width='100%' height='100%' fill='#fff'/>\n"
        "<text x='{2}' y='22'>{3}: {4} vectors, M {5}, one thread, {6}: queries a second over "
        "recall@10</text>\n",
        width, height, left, setting.data, setting.vectors, setting.links, setting.kernels);
    const Scale scale(curves);
    draw_grid(svg, scale);
    auto out = std::back_inserter(svg);
    for (std::size_t i = 0; i < curves.size(); ++i) {
        const char* colour = colours[i % colours.size()];
        fmt::format_to(out, "<polyline stroke='{}' points='", colour);
        for (const Point& point : curves[i].points)
            fmt::format_to(out, "{:.1f},{:.1f} ", scale.x(point.recall), scale.y(point.qps));
        fmt::format_to(out, "'/><text x='{}' y='{}' fill='{}'>{}</text>\n", width - right - 90,
                       top + 18 + 18 * static_cast<double>(i), colour, curves[i].name);
    }
    return svg + "</svg>\n";
}

}  // namespace hnsw::bench
