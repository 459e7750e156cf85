#include <gtest/gtest.h>

#include <cmath>
#include <openvino/openvino.hpp>
#include <vector>

namespace {

constexpr std::size_t pictures = 3, side = 192, pixels = side * side * 3;

/// Pictures of two dark eyes and a mouth on a bright disc, from near to far.
std::vector<std::uint8_t> made_pictures() {
    std::vector<std::uint8_t> values;
    for (std::size_t picture = 0; picture < pictures; ++picture) {
        const double radius = 80 - 20 * static_cast<double>(picture);
        for (std::size_t i = 0; i < pixels; ++i) {
            const double x = (static_cast<double>(i / 3 % side) - 96) / radius;
            const double y = (static_cast<double>(i / 3 / side) - 96) / radius;
            const bool eye = std::hypot(std::abs(x) - 0.4, y + 0.25) < 0.12;
            const bool mouth = std::abs(x) < 0.35 && std::abs(y - 0.5) < 0.06;
            const double light = std::hypot(x, y * 0.8) > 1 ? 40 : eye || mouth ? 60 : 190 - 30 * x;
            values.push_back(static_cast<std::uint8_t>(light - 10 * static_cast<double>(i % 3)));
        }
    }
    return values;
}

ov::InferRequest request_of(const std::string& file) {
    ov::Core core;
    return core.compile_model(file, "CPU", ov::hint::inference_precision(ov::element::f32))
        .create_infer_request();
}

TEST(FaceMesh, ItsValuesAreThePublishedOnes) {
    std::vector<std::uint8_t> values = made_pictures();
    ov::InferRequest ours = request_of(MODELS "/face-mesh.xml");
    ours.set_input_tensor(ov::Tensor(ov::element::u8, {pictures, side, side, 3}, values.data()));
    ours.infer();
    const ov::Tensor points = ours.get_tensor("points"), scores = ours.get_tensor("scores");
    ASSERT_EQ(points.get_shape(), (ov::Shape{pictures, 1404}));
    ASSERT_EQ(scores.get_shape(), (ov::Shape{pictures, 1}));

    ov::InferRequest theirs = request_of(UNPACKED "/face_landmark.tflite");
    for (std::size_t picture = 0; picture < pictures; ++picture) {
        ov::Tensor input(ov::element::f32, {1, side, side, 3});
        for (std::size_t i = 0; i < pixels; ++i) {
            input.data<float>()[i] = static_cast<float>(values[picture * pixels + i]) / 255;
        }
        theirs.set_input_tensor(input);
        theirs.infer();
        double most = 0;
        for (std::size_t i = 0; i < 1404; ++i) {
            const float published = theirs.get_output_tensor(0).data<float>()[i];
            most = std::max<double>(most, std::abs(published));
            EXPECT_NEAR(points.data<float>()[picture * 1404 + i], published, 0.01)
                << "picture " << picture << ", value " << i;
        }
        EXPECT_GT(most, 100) << "a mesh of zeros would agree with anything";
        const double logit = theirs.get_output_tensor(1).data<float>()[0];
        EXPECT_NEAR(scores.data<float>()[picture], 1 / (1 + std::exp(-logit)), 1e-4);
    }
}

}  // namespace
