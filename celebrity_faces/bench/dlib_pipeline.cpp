#include <dlib/image_processing.h>
#include <dlib/image_processing/frontal_face_detector.h>
#include <dlib/image_transforms.h>

#include <chrono>

#include "import/resnet_layers.hpp"
#include "pipeline.hpp"

namespace faces::bench {
namespace {

class Dlib final : public Pipeline {
  public:
    Dlib(const std::filesystem::path& models, Image (*decode)(std::span<const std::uint8_t>))
        : decode_(decode) {
        dlib::deserialize((models / "five-point-predictor.dat").string()) >> predictor_;
    }
    [[nodiscard]] std::string name() const override { return "dlib: HOG, 5 points, ResNet"; }
    [[nodiscard]] Run run(const std::filesystem::path& /*photo*/,
                          std::span<const std::uint8_t> bytes) override {
        const auto start = std::chrono::steady_clock::now();
        const Image image = decode_(bytes);
        dlib::matrix<dlib::rgb_pixel> pixels(image.height, image.width);
        for (int y = 0; y < image.height; ++y) {
            const std::uint8_t* row = image.row(y);
            for (int x = 0; x < image.width; ++x) {
                pixels(y, x) = {row[3 * x], row[3 * x + 1], row[3 * x + 2]};
            }
        }
        const auto found = detector_(pixels);
        for (const dlib::rectangle& box : found) {
            dlib::matrix<dlib::rgb_pixel> chip;
            dlib::extract_image_chip(pixels, dlib::get_face_chip_details(predictor_(pixels, box), 150, 0.25),
                                     chip);
            (void)network_.embed({reinterpret_cast<const std::uint8_t*>(&chip(0, 0)), 150 * 150 * 3});
        }
        const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - start;
        return {took.count(), found.size()};
    }

  private:
    Image (*decode_)(std::span<const std::uint8_t>);
    dlib::frontal_face_detector detector_ = dlib::get_frontal_face_detector();
    dlib::shape_predictor predictor_;
    models::DlibResnet network_{FACES_BENCH_UNPACKED "/dlib_face_recognition_resnet_model_v1.dat"};
};

}  // namespace

std::unique_ptr<Pipeline> make_dlib(const std::filesystem::path& models,
                                    Image (*decode)(std::span<const std::uint8_t>)) {
    return std::make_unique<Dlib>(models, decode);
}

}  // namespace faces::bench
