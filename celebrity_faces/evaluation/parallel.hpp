#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <thread>
#include <vector>

#include "evaluation/identification.hpp"

namespace faces {

/// work(i) for every i below `count`, on the options' threads; their progress is told from this one.
template <typename Work>
void for_each_index(std::size_t count, const SearchOptions& options, const Work& work) {
    std::atomic<std::size_t> next = 0, done = 0;
    std::vector<std::jthread> workers;
    for (unsigned t = 0; t < options.threads; ++t) {
        workers.emplace_back([&] {
            for (std::size_t i = next++; i < count; i = next++) {
                work(i);
                ++done;
            }
        });
    }
    for (; done < count; options.progress(done)) {
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
}

}  // namespace faces
