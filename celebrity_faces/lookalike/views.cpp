#include "lookalike/views.hpp"

#include <algorithm>

namespace faces {
namespace {

Box clipped(const Box& box, const Image& image) noexcept {
    const double left = std::clamp(box.x, 0.0, image.width - 1.0);
    const double top = std::clamp(box.y, 0.0, image.height - 1.0);
    const double right = std::clamp(box.x + box.width, left + 1, static_cast<double>(image.width));
    const double bottom = std::clamp(box.y + box.height, top + 1, static_cast<double>(image.height));
    return {left, top, right - left, bottom - top};
}

}  // namespace

Box view_box(View view, const Image& image, const Box& face) noexcept {
    switch (view) {
        case View::whole:
            return {0, 0, static_cast<double>(image.width), static_cast<double>(image.height)};
        case View::wide:
            return clipped(
                {face.x - 0.4 * face.width, face.y - 0.4 * face.height, 1.6 * face.width, 1.6 * face.height},
                image);
        case View::crop:
        case View::aligned:
            break;
    }
    return clipped(face, image);
}

ViewPictures view_pictures(View view, const Image& image, const Face& face, const Aligner& aligner,
                           int chip_px) {
    if (view == View::aligned) {
        return {aligner.align(image, face).image, aligner.portrait(image, face, portrait_px)};
    }
    const Box box = view_box(view, image, face.box);
    ViewPictures pictures{aligner.crop(image, box, chip_px),
                          {aligner.crop(image, box, portrait_px), face.landmarks}};
    for (Point& point : pictures.portrait.landmarks) {
        point = {(point.x - box.x) / box.width * portrait_px, (point.y - box.y) / box.height * portrait_px};
    }
    return pictures;
}

}  // namespace faces
