#pragma once

#include <functional>
#include <string>
#include <vector>

/// A line or points of a panel, in the panel's own units.
struct Series {
    std::string name, colour;
    std::vector<std::pair<double, double>> points;
    bool line = true;
};

/// Axes with ticks, and what is drawn between them.
struct Panel {
    std::string title, x_name, y_name;
    double x_from, x_to, y_from, y_to;
    std::vector<double> x_ticks, y_ticks;
    std::function<std::string(double)> x_text, y_text;
    std::vector<Series> series;
    double legend_at = 0.02;  ///< part of the width
};

/// The panels side by side.
[[nodiscard]] std::string svg(const std::vector<Panel>& panels);
