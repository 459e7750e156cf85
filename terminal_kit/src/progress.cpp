#include "terminal_kit/progress.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>

namespace terminal {

using std::chrono::steady_clock;

std::string duration_text(std::chrono::seconds duration) {
    const auto seconds = std::max<std::int64_t>(0, duration.count());
    if (seconds >= 3600) {
        return fmt::format("{} h {:02} min", seconds / 3600, seconds / 60 % 60);
    }
    if (seconds >= 60) {
        return fmt::format("{} min {:02} s", seconds / 60, seconds % 60);
    }
    return fmt::format("{} s", seconds);
}

ProgressBar::ProgressBar(std::string what, std::size_t total)
    : what_(std::move(what)),
      total_(total),
      terminal_(isatty(STDERR_FILENO) != 0),
      start_(steady_clock::now()) {}

ProgressBar::~ProgressBar() {
    if (terminal_ && line_length_ > 0) {
        fmt::print(stderr, "\n");
    }
}

std::string ProgressBar::rest_time(std::size_t done) const {
    const auto passed = std::chrono::duration<double>(steady_clock::now() - start_).count();
    if (done == 0 || passed < 1) {
        return "…";
    }
    if (done >= total_) {
        return "done in " + duration_text(std::chrono::seconds(static_cast<long>(passed)));
    }
    const double rest = passed / static_cast<double>(done) * static_cast<double>(total_ - done);
    return duration_text(std::chrono::seconds(static_cast<long>(rest) + 1)) + " left";
}

void ProgressBar::show(std::size_t done, const std::string& note) {
    const auto now = steady_clock::now();
    const double part = total_ == 0 ? 1 : static_cast<double>(done) / static_cast<double>(total_);
    const std::string counts =
        fmt::format("{}/{}  {}{}{}", done, total_, rest_time(done), note.empty() ? "" : "  ", note);
    if (terminal_) {
        if (done < total_ && now - drawn_ < std::chrono::milliseconds(100)) {
            return;
        }
        constexpr int width = 30;
        const int filled = static_cast<int>(part * width);
        const std::string line =
            fmt::format("{}  {}{}  {}", what_, std::string(static_cast<std::size_t>(filled), '#'),
                        std::string(static_cast<std::size_t>(width - filled), '.'), counts);
        fmt::print(stderr, "\r{:<{}}", line, line_length_);  // over what the last line left
        line_length_ = line.size();
        drawn_ = now;
    } else if (const auto tenth = static_cast<std::size_t>(part * 10); tenth > shown_tenth_) {
        fmt::print(stderr, "{}  {}\n", what_, counts);
        shown_tenth_ = tenth;
    }
    std::fflush(stderr);
}

}  // namespace terminal
