#include <gtest/gtest.h>

#include <openvino/openvino.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>

#include "import/tensors.hpp"

namespace {

using models::Tensor;

/// A plain reference of MTCNN's layers: [channels][height][width] in double, loops as the formulas are
/// written.
struct Volume {
    std::size_t channels = 0, height = 0, width = 0;
    std::vector<double> values;

    Volume(std::size_t c, std::size_t h, std::size_t w)
        : channels(c), height(h), width(w), values(c * h * w) {}
    double& at(std::size_t c, std::size_t y, std::size_t x) { return values[(c * height + y) * width + x]; }
    [[nodiscard]] double at(std::size_t c, std::size_t y, std::size_t x) const {
        return values[(c * height + y) * width + x];
    }
};

class Reference {
  public:
    explicit Reference(const std::string& stage)
        : tensors_(models::read_tensors(UNPACKED "/" + stage + ".tensors")) {}

    [[nodiscard]] Volume convolve(const Volume& in, const std::string& name) const {
        const Tensor& w = tensors_.at(name + ".weight");
        const Tensor& b = tensors_.at(name + ".bias");
        const std::size_t k = w.shape[2];
        Volume out(w.shape[0], in.height - k + 1, in.width - k + 1);
        for (std::size_t o = 0; o < out.channels; ++o) {
            for (std::size_t y = 0; y < out.height; ++y) {
                for (std::size_t x = 0; x < out.width; ++x) {
                    double sum = b.values[o];
                    for (std::size_t c = 0; c < in.channels; ++c) {
                        for (std::size_t i = 0; i < k * k; ++i) {
                            sum +=
                                in.at(c, y + i / k, x + i % k) * w.values[(o * in.channels + c) * k * k + i];
                        }
                    }
                    out.at(o, y, x) = sum;
                }
            }
        }
        return out;
    }
    [[nodiscard]] Volume prelu(Volume volume, const std::string& name) const {
        const std::vector<float>& slopes = tensors_.at(name + ".weight").values;
        const std::size_t plane = volume.height * volume.width;
        for (std::size_t i = 0; i < volume.values.size(); ++i) {
            if (volume.values[i] < 0) {
                volume.values[i] *= slopes[i / plane];
            }
        }
        return volume;
    }
    /// The kernel may reach beyond the border: what lies there does not count.
    [[nodiscard]] static Volume pool(const Volume& in, std::size_t kernel) {
        const auto extent = [&](std::size_t size) { return (size - kernel + 1) / 2 + 1; };
        Volume out(in.channels, extent(in.height), extent(in.width));
        for (std::size_t c = 0; c < out.channels; ++c) {
            for (std::size_t y = 0; y < out.height; ++y) {
                for (std::size_t x = 0; x < out.width; ++x) {
                    double largest = -std::numeric_limits<double>::infinity();
                    for (std::size_t v = 2 * y; v < std::min(2 * y + kernel, in.height); ++v) {
                        for (std::size_t u = 2 * x; u < std::min(2 * x + kernel, in.width); ++u) {
                            largest = std::max(largest, in.at(c, v, u));
                        }
                    }
                    out.at(c, y, x) = largest;
                }
            }
        }
        return out;
    }
    [[nodiscard]] Volume dense(const Volume& in, const std::string& name) const {
        const Tensor& w = tensors_.at(name + ".weight");
        Volume out(w.shape[0], 1, 1);
        for (std::size_t o = 0; o < out.channels; ++o) {
            double sum = tensors_.at(name + ".bias").values[o];
            std::size_t i = o * w.shape[1];
            // Width runs slowest and the channels fastest.
            for (std::size_t x = 0; x < in.width; ++x) {
                for (std::size_t y = 0; y < in.height; ++y) {
                    for (std::size_t c = 0; c < in.channels; ++c) {
                        sum += w.values[i++] * in.at(c, y, x);
                    }
                }
            }
            out.values[o] = sum;
        }
        return out;
    }

  private:
    std::map<std::string, Tensor> tensors_;
};

double face_probability(double no_face, double face) {
    return 1 / (1 + std::exp(no_face - face));
}

std::vector<std::uint8_t> made_pixels(std::size_t height, std::size_t width) {
    std::mt19937 random(7);
    std::uniform_int_distribution<int> byte(0, 255);
    std::vector<std::uint8_t> pixels(height * width * 3);
    for (auto& value : pixels) {
        value = static_cast<std::uint8_t>(byte(random));
    }
    return pixels;
}

Volume normalised(const std::vector<std::uint8_t>& pixels, std::size_t height, std::size_t width) {
    Volume volume(3, height, width);
    for (std::size_t i = 0; i < height * width; ++i) {
        for (std::size_t c = 0; c < 3; ++c) {
            volume.values[c * height * width + i] = (pixels[i * 3 + c] - 127.5) / 128;
        }
    }
    return volume;
}

ov::InferRequest infer(const std::string& stage, const std::vector<std::uint8_t>& pixels, std::size_t height,
                       std::size_t width) {
    static ov::Core core;
    auto request = core.compile_model(MODELS "/mtcnn-" + stage + ".xml", "CPU",
                                      ov::hint::inference_precision(ov::element::f32))
                       .create_infer_request();
    ov::Tensor input(ov::element::u8, {1, height, width, 3});
    std::copy(pixels.begin(), pixels.end(), input.data<std::uint8_t>());
    request.set_input_tensor(input);
    request.infer();
    return request;
}

void expect_near(const ov::Tensor& tensor, const std::vector<double>& expected, const char* what) {
    ASSERT_EQ(tensor.get_size(), expected.size()) << what;
    for (std::size_t i = 0; i < expected.size(); ++i) {
        EXPECT_NEAR(tensor.data<float>()[i], expected[i], 1e-4) << what << " " << i;
    }
}

TEST(Mtcnn, TheFirstStageAgreesWithAPlainReference) {
    const Reference net("pnet");
    for (const auto& [height, width] : {std::pair<std::size_t, std::size_t>{12, 12}, {31, 46}, {40, 33}}) {
        const auto pixels = made_pixels(height, width);
        Volume v = net.pool(net.prelu(net.convolve(normalised(pixels, height, width), "conv1"), "prelu1"), 2);
        v = net.prelu(net.convolve(v, "conv2"), "prelu2");
        v = net.prelu(net.convolve(v, "conv3"), "prelu3");
        const Volume classes = net.convolve(v, "conv4_1");
        std::vector<double> scores;
        const std::size_t cells = classes.height * classes.width;
        for (std::size_t i = 0; i < cells; ++i) {
            scores.push_back(face_probability(classes.values[i], classes.values[cells + i]));
        }
        auto request = infer("pnet", pixels, height, width);
        expect_near(request.get_tensor("scores"), scores, "score");
        expect_near(request.get_tensor("offsets"), net.convolve(v, "conv4_2").values, "offset");
    }
}

TEST(Mtcnn, TheSecondStageAgreesWithAPlainReference) {
    const Reference net("rnet");
    const auto pixels = made_pixels(24, 24);
    Volume v = net.pool(net.prelu(net.convolve(normalised(pixels, 24, 24), "conv1"), "prelu1"), 3);
    v = net.pool(net.prelu(net.convolve(v, "conv2"), "prelu2"), 3);
    v = net.prelu(net.dense(net.prelu(net.convolve(v, "conv3"), "prelu3"), "dense4"), "prelu4");
    const auto classes = net.dense(v, "dense5_1").values;
    auto request = infer("rnet", pixels, 24, 24);
    expect_near(request.get_tensor("scores"), {face_probability(classes[0], classes[1])}, "score");
    expect_near(request.get_tensor("offsets"), net.dense(v, "dense5_2").values, "offset");
}

TEST(Mtcnn, TheThirdStageAgreesWithAPlainReference) {
    const Reference net("onet");
    const auto pixels = made_pixels(48, 48);
    Volume v = net.pool(net.prelu(net.convolve(normalised(pixels, 48, 48), "conv1"), "prelu1"), 3);
    v = net.pool(net.prelu(net.convolve(v, "conv2"), "prelu2"), 3);
    v = net.pool(net.prelu(net.convolve(v, "conv3"), "prelu3"), 2);
    v = net.prelu(net.dense(net.prelu(net.convolve(v, "conv4"), "prelu4"), "dense5"), "prelu5");
    const auto classes = net.dense(v, "dense6_1").values;
    auto request = infer("onet", pixels, 48, 48);
    expect_near(request.get_tensor("scores"), {face_probability(classes[0], classes[1])}, "score");
    expect_near(request.get_tensor("offsets"), net.dense(v, "dense6_2").values, "offset");
    expect_near(request.get_tensor("landmarks"), net.dense(v, "dense6_3").values, "landmark");
}

}  // namespace
