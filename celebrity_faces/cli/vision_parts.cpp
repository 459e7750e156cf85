#include "cli/vision_parts.hpp"

#include <algorithm>
#include <thread>

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
}

}  // namespace faces
