#include <chrono>

#include "faces/resources.hpp"
#include "photo/decode.hpp"
#include "pipeline.hpp"
#include "vision/vision.hpp"

namespace faces::bench {
namespace {

class Own final : public Pipeline {
  public:
    explicit Own(const std::string& precision)
        : options_{.models = resource_directory() / "models", .precision = precision} {}

    [[nodiscard]] std::string name() const override {
        return "celebrity-faces, " + embedder_->info().precision;
    }
    [[nodiscard]] Run run(const std::filesystem::path& /*photo*/,
                          std::span<const std::uint8_t> bytes) override {
        const auto start = std::chrono::steady_clock::now();
        const Image image = decode_photo(bytes).image;
        const auto found = detector_->detect(image);
        for (const Face& face : found) {
            const Image chip = aligner_->align(image, face).image;
            (void)embedder_->embed({&chip, 1});
        }
        const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - start;
        return {took.count(), found.size()};
    }

  private:
    VisionOptions options_;
    std::unique_ptr<Detector> detector_ = make_detector(detector_names().front(), options_);
    std::unique_ptr<Aligner> aligner_ = make_aligner(options_);
    std::unique_ptr<Embedder> embedder_ = make_embedder(options_);
};

}  // namespace

std::unique_ptr<Pipeline> make_own(const std::string& precision) {
    return std::make_unique<Own>(precision);
}

}  // namespace faces::bench
