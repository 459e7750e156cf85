#include "peers.hpp"

#include <dlib/data_io.h>
#include <dlib/dnn.h>
#include <dlib/image_processing/frontal_face_detector.h>
#include <dlib/image_transforms.h>

#include <opencv2/imgproc.hpp>
#include <opencv2/objdetect.hpp>

#include <algorithm>

namespace faces {
namespace {

Face face_at(double x, double y, double width, double height, double score) {
    Face face;
    face.box = {x, y, width, height};
    face.score = score;
    return face;
}

Face face_at(const dlib::rectangle& box, double scale, double score) {
    return face_at(static_cast<double>(box.left()) / scale, static_cast<double>(box.top()) / scale,
                   static_cast<double>(box.width()) / scale, static_cast<double>(box.height()) / scale,
                   score);
}

dlib::matrix<dlib::rgb_pixel> pixels_of(const Image& image) {
    dlib::matrix<dlib::rgb_pixel> pixels(image.height, image.width);
    for (int y = 0; y < image.height; ++y) {
        const std::uint8_t* row = image.row(y);
        for (int x = 0; x < image.width; ++x) {
            pixels(y, x) = {row[3 * x], row[3 * x + 1], row[3 * x + 2]};
        }
    }
    return pixels;
}

class HaarAlone final : public Detector {
  public:
    explicit HaarAlone(const std::filesystem::path& models)
        : cascade_((models / "haar-frontal-face.xml").string()) {}
    [[nodiscard]] std::vector<Face> detect(const Image& image) const override {
        const cv::Mat pixels(image.height, image.width, CV_8UC3,
                             const_cast<std::uint8_t*>(image.pixels.data()));
        cv::Mat grey;
        cv::cvtColor(pixels, grey, cv::COLOR_RGB2GRAY);
        std::vector<cv::Rect> boxes;
        cascade_.detectMultiScale(grey, boxes, 1.1, 4);
        std::vector<Face> faces;
        for (const cv::Rect& box : boxes) {
            faces.push_back(face_at(box.x, box.y, box.width, box.height, 1));
        }
        return faces;
    }

  private:
    mutable cv::CascadeClassifier cascade_;  // the experiment asks from one thread
};

class Hog final : public Detector {
  public:
    [[nodiscard]] std::vector<Face> detect(const Image& image) const override {
        dlib::matrix<dlib::rgb_pixel> pixels = pixels_of(image);
        dlib::pyramid_up(pixels);
        std::vector<Face> faces;
        for (const dlib::rectangle& box : detector_(pixels)) {
            faces.push_back(face_at(box, 2, 1));
        }
        return faces;
    }

  private:
    mutable dlib::frontal_face_detector detector_ = dlib::get_frontal_face_detector();
};

// The network of dlib's example dnn_mmod_face_detection_ex.cpp, which the weights are for.
template <long filters, typename Below>
using con5d = dlib::con<filters, 5, 5, 2, 2, Below>;
template <long filters, typename Below>
using con5 = dlib::con<filters, 5, 5, 1, 1, Below>;
template <typename Below>
using downsampler = dlib::relu<
    dlib::affine<con5d<32, dlib::relu<dlib::affine<con5d<32, dlib::relu<dlib::affine<con5d<16, Below>>>>>>>>>;
template <typename Below>
using rcon5 = dlib::relu<dlib::affine<con5<45, Below>>>;
using MmodNetwork = dlib::loss_mmod<dlib::con<
    1, 9, 9, 1, 1, rcon5<rcon5<rcon5<downsampler<dlib::input_rgb_image_pyramid<dlib::pyramid_down<6>>>>>>>>;

class Mmod final : public Detector {
  public:
    explicit Mmod(const std::filesystem::path& weights) { dlib::deserialize(weights.string()) >> network_; }
    [[nodiscard]] std::vector<Face> detect(const Image& image) const override {
        dlib::matrix<dlib::rgb_pixel> pixels = pixels_of(image);
        std::vector<Face> faces;
        for (const auto& found : network_(pixels)) {
            faces.push_back(face_at(found.rect, 1, found.detection_confidence));
        }
        return faces;
    }

  private:
    mutable MmodNetwork network_;
};

}  // namespace

std::unique_ptr<Detector> make_haar_alone(const std::filesystem::path& models) {
    return std::make_unique<HaarAlone>(models);
}
std::unique_ptr<Detector> make_hog() {
    return std::make_unique<Hog>();
}
std::unique_ptr<Detector> make_mmod(const std::filesystem::path& weights) {
    return std::make_unique<Mmod>(weights);
}

}  // namespace faces
