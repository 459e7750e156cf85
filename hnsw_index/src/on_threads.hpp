#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <future>
#include <thread>
#include <vector>

namespace hnsw {

/// As many threads as were asked for; 0 means one a processor.
[[nodiscard]] inline unsigned thread_count(unsigned asked) noexcept {
    return asked > 0 ? asked : std::max(1U, std::thread::hardware_concurrency());
}

/// Calls `work(i, thread)` for i from 0 to count - 1, on so many threads, of which the calling one is number
/// 0. The first exception ends the work and comes back.
template <class Work>
void on_threads(std::size_t count, unsigned threads, const Work& work) {
    std::atomic<std::size_t> next = 0;
    const auto run = [&](std::size_t thread) {
        try {
            for (std::size_t i = next++; i < count; i = next++) work(i, thread);
        } catch (...) {
            next = count;
            throw;
        }
    };
    std::vector<std::future<void>> helpers;  // whose destructors wait
    for (std::size_t thread = 1; thread < std::min<std::size_t>(threads, count); ++thread)
        helpers.push_back(std::async(std::launch::async, run, thread));
    run(0);
    for (std::future<void>& helper : helpers) helper.get();
}

}  // namespace hnsw
