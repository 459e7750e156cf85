#pragma once

#include <stdexcept>
#include <stop_token>
#include <string>

namespace hnsw::cli {

/// Ctrl-C or SIGTERM ended the work. The message says what is left of it.
class Stopped : public std::runtime_error {
  public:
    /// What a shell reports of a program that Ctrl-C ended: 128 + SIGINT.
    static constexpr int exit_status = 130;

    explicit Stopped(const std::string& what_is_left) : std::runtime_error("stopped; " + what_is_left) {}
};

/// Throws Stopped where a stop was asked for.
inline void check_stop(const std::stop_token& stop, const std::string& what_is_left) {
    if (stop.stop_requested()) throw Stopped(what_is_left);
}

}  // namespace hnsw::cli
