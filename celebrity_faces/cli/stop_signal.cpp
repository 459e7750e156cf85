#include "cli/stop_signal.hpp"

#include <csignal>
#include <cstdlib>

namespace faces {
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
        while (!ended.stop_requested()) {
            if (sigtimedwait(&set, nullptr, &tenth) < 0) {
                continue;
            }
            if (!source.request_stop()) {
                std::_Exit(130);
            }  // the second signal
        }
    });
}

StopSignal::~StopSignal() {
    waiter_.request_stop();
    waiter_.join();
    const sigset_t set = ending_signals();
    pthread_sigmask(SIG_UNBLOCK, &set, nullptr);
}

}  // namespace faces
