#include "vision/pixels.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

namespace faces {

cv::Mat as_mat(const Image& image) {
    return {image.height, image.width, CV_8UC3, const_cast<std::uint8_t*>(image.pixels.data())};
}

WorkImage work_image(const Image& image, int max_side_px) {
    const int longest = std::max(image.width, image.height);
    if (longest <= max_side_px) {
        return {as_mat(image), 1};
    }
    WorkImage work;
    work.to_image = static_cast<double>(longest) / max_side_px;
    const cv::Size size(std::max(1, static_cast<int>(std::lround(image.width / work.to_image))),
                        std::max(1, static_cast<int>(std::lround(image.height / work.to_image))));
    cv::resize(as_mat(image), work.pixels, size, 0, 0, cv::INTER_AREA);
    return work;
}

cv::Mat means_of_squares(const cv::Mat& pixels, int side) {
    if (side <= 1) {
        return pixels;
    }
    const cv::Size means(pixels.cols / side, pixels.rows / side);
    cv::Mat smaller;
    cv::resize(pixels(cv::Rect(cv::Point(), means * side)), smaller, means, 0, 0, cv::INTER_AREA);
    return smaller;
}

void cut_square(const cv::Mat& pixels, const Box& box, int size, std::uint8_t* into) {
    const cv::Rect wanted(static_cast<int>(std::floor(box.x)), static_cast<int>(std::floor(box.y)),
                          std::max(1, static_cast<int>(std::lround(box.width))),
                          std::max(1, static_cast<int>(std::lround(box.height))));
    const cv::Rect inside = wanted & cv::Rect(0, 0, pixels.cols, pixels.rows);
    cv::Mat out(size, size, CV_8UC3, into);
    if (inside.empty()) {
        out.setTo(cv::Scalar::all(0));
        return;
    }
    cv::Mat part = pixels(inside);
    if (inside != wanted) {
        cv::Mat padded(wanted.size(), CV_8UC3, cv::Scalar::all(0));
        part.copyTo(padded(inside - wanted.tl()));
        part = padded;
    }
    cv::resize(part, out, out.size(), 0, 0, part.cols > size ? cv::INTER_AREA : cv::INTER_LINEAR);
}

}  // namespace faces
