#include "vision/vision.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <opencv2/core/utility.hpp>

#include "faces/error.hpp"
#include "vision/alignment.hpp"
#include "vision/haar.hpp"
#include "vision/mtcnn.hpp"
#include "vision/resnet_embedder.hpp"

namespace faces {
namespace {

/// The size of Labeled Faces in the Wild's photos; the kernels for other sizes are made when they are first
/// seen.
constexpr int warm_px = 250;

NetworkOptions network_options(const VisionOptions& options, std::string precision) {
    // One thread a photo: OpenCV's own threads would only get into the way of the other photos'.
    cv::setNumThreads(1);
    return {.concurrency = options.concurrency, .precision = std::move(precision)};
}

Image grey_image(int side) {
    Image image(side, side);
    std::fill(image.pixels.begin(), image.pixels.end(), std::uint8_t{128});
    return image;
}

}  // namespace

const std::vector<std::string>& detector_names() {
    static const std::vector<std::string> names{"mtcnn", "haar"};
    return names;
}

std::unique_ptr<Detector> make_detector(const std::string& name, const VisionOptions& options) {
    std::unique_ptr<Detector> detector;
    if (name == "mtcnn") {
        detector = std::make_unique<MtcnnDetector>(options.models, network_options(options, "f32"));
    }
    if (name == "haar") {
        detector = std::make_unique<HaarDetector>(options.models, network_options(options, "f32"));
    }
    if (!detector) {
        throw Error(ErrorCode::invalid_argument, fmt::format("detector \"{}\" is unknown: {} are known", name,
                                                             fmt::join(detector_names(), " and ")));
    }
    (void)detector->detect(grey_image(warm_px));
    return detector;
}

std::unique_ptr<Aligner> make_aligner(const VisionOptions& options) {
    return std::make_unique<LandmarkAligner>(options.models);
}

std::unique_ptr<Embedder> make_embedder(const VisionOptions& options) {
    auto embedder =
        std::make_unique<ResnetEmbedder>(options.models, network_options(options, options.precision));
    const Image chip = grey_image(embedder->input_size());
    (void)embedder->embed({&chip, 1});
    return embedder;
}

}  // namespace faces
