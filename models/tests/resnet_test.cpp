#include <gtest/gtest.h>

#include <openvino/openvino.hpp>

#include <cmath>
#include <random>

#include "import/resnet_layers.hpp"

namespace {

constexpr std::size_t side = 150;

/// Chips with structure at every scale: sums of waves and noise, which reach every layer as photos do.
std::vector<std::vector<std::uint8_t>> made_chips(std::size_t count) {
    std::mt19937 random(1);
    std::uniform_real_distribution<double> unit(0, 1);
    std::vector<std::vector<std::uint8_t>> chips(count, std::vector<std::uint8_t>(side * side * 3));
    for (auto& chip : chips) {
        for (std::size_t channel = 0; channel < 3; ++channel) {
            const double fx = unit(random) * 0.2, fy = unit(random) * 0.2, phase = unit(random) * 6;
            for (std::size_t i = 0; i < side * side; ++i) {
                const double wave =
                    std::sin(fx * static_cast<double>(i % side) + fy * static_cast<double>(i / side) + phase);
                chip[i * 3 + channel] = static_cast<std::uint8_t>(110 + 90 * wave + 50 * unit(random));
            }
        }
    }
    chips.emplace_back(side * side * 3, std::uint8_t{0});
    chips.emplace_back(side * side * 3, std::uint8_t{255});
    return chips;
}

TEST(Resnet, ConvertedToOpenVinoItAgreesWithDlibInEveryValue) {
    const auto chips = made_chips(6);
    models::DlibResnet reference(UNPACKED "/dlib_face_recognition_resnet_model_v1.dat");

    ov::Core core;
    // bf16 is the default where the processor has it; the comparison is of f32.
    auto compiled = core.compile_model(MODELS "/dlib-resnet-v1.xml", "CPU",
                                       ov::hint::inference_precision(ov::element::f32));
    auto request = compiled.create_infer_request();
    for (std::size_t i = 0; i < chips.size(); ++i) {
        ov::Tensor input(ov::element::u8, {1, side, side, 3});
        std::copy(chips[i].begin(), chips[i].end(), input.data<std::uint8_t>());
        request.set_input_tensor(input);
        request.infer();
        const std::array<float, 128> expected = reference.embed(chips[i]);
        const float* values = request.get_output_tensor().data<float>();
        double norm = 0;
        for (std::size_t v = 0; v < 128; ++v) {
            EXPECT_NEAR(values[v], expected[v], 1e-3) << "chip " << i << ", value " << v;
            norm += static_cast<double>(values[v]) * values[v];
        }
        EXPECT_GT(norm, 0.1) << "an embedding of zeros would agree with anything";
    }
}

}  // namespace
