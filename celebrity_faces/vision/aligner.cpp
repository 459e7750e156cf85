#include "vision/aligner.hpp"

#include <cmath>
#include <opencv2/imgproc.hpp>

#include "faces/error.hpp"
#include "vision/pixels.hpp"
#include "vision/similarity_map.hpp"

namespace faces {
namespace {

/// Where a portrait has the landmarks, in parts of its side: hair and chin are in the picture.
constexpr Landmarks portrait_places{
    {{0.392, 0.384}, {0.608, 0.384}, {0.5, 0.513}, {0.404, 0.622}, {0.596, 0.622}}};

Chip cut(const Image& image, const Face& face, const Landmarks& places, int size, Beyond beyond) {
    const SimilarityMap map = fit_similarity(face.landmarks, places);
    return {cut_by(map, image, size, beyond), mapped(face.landmarks, map)};
}

}  // namespace

Chip TemplateAligner::align(const Image& image, const Face& face) const {
    return cut(image, face, places_, size_, Beyond::black);
}

Chip TemplateAligner::portrait(const Image& image, const Face& face, int size) const {
    // What lies beyond the border repeats it: people look at portraits.
    return cut(image, face, scaled(portrait_places, size), size, Beyond::repeated);
}

Image TemplateAligner::crop(const Image& image, const Box& box, int size) const {
    const cv::Rect wanted(static_cast<int>(std::lround(box.x)), static_cast<int>(std::lround(box.y)),
                          static_cast<int>(std::lround(box.width)),
                          static_cast<int>(std::lround(box.height)));
    const cv::Rect part = wanted & cv::Rect(0, 0, image.width, image.height);
    if (part.empty()) {
        throw Error(ErrorCode::invalid_argument, "the box lies outside of its picture");
    }
    Image out(size, size);
    cv::Mat to = as_mat(out);
    cv::resize(as_mat(image)(part), to, to.size(), 0, 0,
               part.width > size ? cv::INTER_AREA : cv::INTER_LINEAR);
    return out;
}

}  // namespace faces
