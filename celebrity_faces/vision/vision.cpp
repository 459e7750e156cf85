#include "vision/vision.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <opencv2/core/utility.hpp>

#include "faces/error.hpp"
#include "vision/aligner.hpp"
#include "vision/centerface.hpp"
#include "vision/dlib_aligner.hpp"
#include "vision/embedder_spec.hpp"
#include "vision/haar.hpp"
#include "vision/mtcnn.hpp"
#include "vision/network_embedder.hpp"
#include "vision/turning_detector.hpp"

namespace faces {
namespace {

NetworkOptions network_options(const VisionOptions& options) {
    // One thread a photo: OpenCV's own threads would only get into the way of the other photos'.
    cv::setNumThreads(1);
    return {.concurrency = options.concurrency,
            .precision = options.precision == "auto" ? fastest_precision() : options.precision};
}

}  // namespace

const std::vector<std::string>& detector_names() {
    static const std::vector<std::string> names{"centerface", "mtcnn", "haar"};
    return names;
}

std::unique_ptr<Detector> make_detector(const std::string& name, const VisionOptions& options) {
    if (name == "centerface") {
        return std::make_unique<TurningDetector>(
            std::make_unique<CenterFaceDetector>(options.models, network_options(options)));
    }
    if (name == "mtcnn") {
        return std::make_unique<TurningDetector>(
            std::make_unique<MtcnnDetector>(options.models, network_options(options)));
    }
    if (name == "haar") {
        return std::make_unique<HaarDetector>(options.models, network_options(options));
    }
    throw Error(ErrorCode::invalid_argument, fmt::format("detector \"{}\" is unknown: {} are known", name,
                                                         fmt::join(detector_names(), ", ")));
}

std::unique_ptr<Aligner> make_aligner(const VisionOptions& options) {
    const EmbedderSpec spec = embedder_spec(options.embedder, options.models);
    if (!spec.places) {
        return std::make_unique<DlibAligner>(options.models);
    }
    return std::make_unique<TemplateAligner>(*spec.places, spec.size);
}

std::unique_ptr<Embedder> make_embedder(const VisionOptions& options) {
    const EmbedderSpec spec = embedder_spec(options.embedder, options.models);
    NetworkOptions network = network_options(options);
    network.steps = spec.steps;
    return std::make_unique<NetworkEmbedder>(spec, network);
}

}  // namespace faces
