/// Fits the map from MTCNN's landmarks to the box of dlib's HOG detector:   fit-hog-box MODELS PHOTOS [COUNT]
/// See README.md.

#include <dlib/image_processing/frontal_face_detector.h>
#include <dlib/matrix.h>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <iostream>

#include "photo/decode.hpp"
#include "vision/vision.hpp"

namespace {

using namespace faces;

struct Pair {
    Landmarks landmarks;
    Point centre;
    double side;
};

Point middle(const Point& a, const Point& b) {
    return {(a.x + b.x) / 2, (a.y + b.y) / 2};
}

/// HOG's box and MTCNN's landmarks of photos in which each found exactly one face.
std::vector<Pair> observe(const std::filesystem::path& models,
                          const std::vector<std::filesystem::path>& photos) {
    const auto mtcnn = make_detector("mtcnn", {.models = models});
    auto hog = dlib::get_frontal_face_detector();
    std::vector<Pair> pairs;
    for (const auto& file : photos) {
        const Image image = decode_photo(read_photo_file(file)).image;
        dlib::array2d<dlib::rgb_pixel> pixels(image.height, image.width);
        for (int y = 0; y < image.height; ++y) {
            for (int x = 0; x < image.width; ++x) {
                const std::uint8_t* p = image.row(y) + x * 3;
                pixels[y][x] = {p[0], p[1], p[2]};
            }
        }
        const auto boxes = hog(pixels);
        const auto found = mtcnn->detect(image);
        if (boxes.size() != 1 || found.size() != 1) {
            continue;
        }
        const dlib::rectangle& box = boxes.front();
        pairs.push_back({found.front().landmarks,
                         {box.left() + box.width() / 2.0, box.top() + box.height() / 2.0},
                         static_cast<double>(box.width())});
    }
    return pairs;
}

/// Least squares of x * coefficients = y; prints them and the rest's deviation in parts of the mean side.
void solve(const char* what, const dlib::matrix<double>& x, const dlib::matrix<double>& y, double side) {
    const dlib::matrix<double> c = dlib::inv(dlib::trans(x) * x) * dlib::trans(x) * y;
    const dlib::matrix<double> rest = y - x * c;
    std::cout << what << ":";
    for (const double value : c) {
        std::cout << fmt::format(" {:.4f}", value);
    }
    std::cout << fmt::format("   (rest {:.1f} % of the side)\n",
                             100 * std::sqrt(dlib::mean(dlib::squared(rest))) / side);
}

}  // namespace

int main(int argc, char** argv) {
    if (argc < 3) {
        std::cerr << "usage: fit-hog-box MODELS PHOTOS [COUNT]\n";
        return 2;
    }
    std::vector<std::filesystem::path> photos;
    for (const auto& entry : std::filesystem::directory_iterator(argv[2])) {
        photos.push_back(entry.path());
    }
    std::ranges::sort(photos);
    photos.resize(std::min<std::size_t>(photos.size(), argc > 3 ? std::stoul(argv[3]) : 2000));
    const std::vector<Pair> pairs = observe(argv[1], photos);

    const auto n = static_cast<long>(pairs.size());
    dlib::matrix<double> sides(n, 1), lengths(n, 2), offsets(2 * n, 1), directions(2 * n, 2);
    double mean_side = 0;
    for (long i = 0; i < n; ++i) {
        const auto& [landmarks, centre, side] = pairs[static_cast<std::size_t>(i)];
        const Point eyes = middle(landmarks[0], landmarks[1]);
        const Point mouth = middle(landmarks[3], landmarks[4]);
        sides(i) = side;
        mean_side += side / static_cast<double>(n);
        lengths(i, 0) = std::hypot(landmarks[1].x - landmarks[0].x, landmarks[1].y - landmarks[0].y);
        lengths(i, 1) = std::hypot(mouth.x - eyes.x, mouth.y - eyes.y);
        // The centre, from the eyes' middle: along the way to the mouth, and along the way to the nose.
        for (const int axis : {0, 1}) {
            const auto part = [&](const Point& p) { return axis == 0 ? p.x : p.y; };
            offsets(2 * i + axis) = part(centre) - part(eyes);
            directions(2 * i + axis, 0) = part(mouth) - part(eyes);
            directions(2 * i + axis, 1) = part(landmarks[2]) - part(eyes);
        }
    }
    std::cout << n << " of " << photos.size() << " photos show one face to both detectors\n";
    solve("side = eyes' distance, eyes to mouth", lengths, sides, mean_side);
    solve("centre - eyes = eyes to mouth, eyes to nose", directions, offsets, mean_side);
}
