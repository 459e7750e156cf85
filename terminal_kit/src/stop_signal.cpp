#include "terminal_kit/stop_signal.hpp"

#include <chrono>
#include <csignal>
#include <cstdlib>

namespace terminal {
namespace {

sigset_t ending_signals() {
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGTERM);
    return set;
}

}  // namespace

StopSignal::StopSignal() {
    const sigset_t set = ending_signals();
    pthread_sigmask(SIG_BLOCK, &set, nullptr);
    waiter_ = std::jthread([source = source_, set](const std::stop_token& ended) mutable {
        constexpr timespec tenth{0, 100'000'000};
        // Some programs send a signal to the process and to its group: that is one wish, not two.
        constexpr auto one_wish = std::chrono::seconds(1);
        std::chrono::steady_clock::time_point asked;
        while (!ended.stop_requested()) {
            if (sigtimedwait(&set, nullptr, &tenth) < 0) {
                continue;
            }
            const auto now = std::chrono::steady_clock::now();
            if (source.request_stop()) {
                asked = now;
            } else if (now - asked > one_wish) {
                std::_Exit(130);
            }
        }
    });
}

StopSignal::~StopSignal() {
    waiter_.request_stop();
    waiter_.join();
    const sigset_t set = ending_signals();
    pthread_sigmask(SIG_UNBLOCK, &set, nullptr);
}

}  // namespace terminal
