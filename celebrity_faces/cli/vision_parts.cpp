#include "cli/vision_parts.hpp"

#include <algorithm>
#include <future>
#include <thread>
#include <vector>

#include "faces/resources.hpp"

namespace faces {

VisionOptions VisionParts::options() const {
    return {.models = resource_directory() / "models",
            .concurrency = static_cast<int>(threads),
            .precision = precision,
            .embedder = embedder_name};
}

void VisionParts::load() {
    if (threads == 0) {
        threads = std::max(1U, std::thread::hardware_concurrency());
    }
    detector = make_detector(detector_name, options());
    aligner = make_aligner(options());
    embedder = make_embedder(options());
    rehearse();
}

void VisionParts::rehearse() const {
    const Image photo(256, 256), chip(embedder->input_size(), embedder->input_size());
    std::vector<std::future<void>> together;
    for (unsigned t = 0; t < threads; ++t) {
        together.push_back(std::async(std::launch::async, [&] {
            (void)detector->detect(photo);
            (void)embedder->embed({&chip, 1});
        }));
    }
    for (std::future<void>& one : together) {
        one.get();
    }
}

}  // namespace faces
