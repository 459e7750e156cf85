#pragma once

#include <chrono>
#include <cstddef>
#include <string>

namespace terminal {

/// "1 h 05 min", "3 min 20 s", "12 s".
[[nodiscard]] std::string duration_text(std::chrono::seconds duration);

/// A bar with the rest time on standard error: redrawn on a terminal, a line every tenth of the way elsewhere
/// (a log).
class ProgressBar {
  public:
    ProgressBar(std::string what, std::size_t total);
    ~ProgressBar();
    ProgressBar(const ProgressBar&) = delete;
    ProgressBar& operator=(const ProgressBar&) = delete;

    /// `note` stands behind the bar, for example "3 failed".
    void show(std::size_t done, const std::string& note = {});

  private:
    [[nodiscard]] std::string rest_time(std::size_t done) const;

    std::string what_;
    std::size_t total_;
    bool terminal_;
    std::size_t shown_tenth_ = 0;
    std::size_t line_length_ = 0;
    std::chrono::steady_clock::time_point start_, drawn_;
};

}  // namespace terminal
