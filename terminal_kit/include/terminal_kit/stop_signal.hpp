#pragma once

#include <stop_token>
#include <thread>

namespace terminal {

/// While it lives, the first Ctrl-C or SIGTERM asks for a stop instead of ending the process; a second one
/// ends it at once. Make it before other threads: they inherit the blocked signals.
class StopSignal {
  public:
    StopSignal();
    ~StopSignal();
    StopSignal(const StopSignal&) = delete;
    StopSignal& operator=(const StopSignal&) = delete;

    [[nodiscard]] std::stop_token token() const { return source_.get_token(); }

  private:
    std::stop_source source_;
    std::jthread waiter_;
};

}  // namespace terminal
