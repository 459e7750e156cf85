#include <gtest/gtest.h>

#include <cmath>
#include <openvino/openvino.hpp>
#include <random>
#include <vector>

namespace {

constexpr std::size_t chips = 6, side = 112, pixels = side * side * 3;

/// Chips of noise that is smooth, so that the network sees shapes.
std::vector<std::uint8_t> made_chips() {
    std::mt19937 random(1);
    std::uniform_real_distribution<double> phase(0, 6.28), frequency(0.02, 0.3);
    std::vector<std::uint8_t> values;
    for (std::size_t chip = 0; chip < chips; ++chip) {
        const double a = frequency(random), b = frequency(random), c = phase(random);
        for (std::size_t i = 0; i < pixels; ++i) {
            const auto x = static_cast<double>(i / 3 % side), y = static_cast<double>(i / 3 / side);
            values.push_back(static_cast<std::uint8_t>(
                127.5 + 127 * std::sin(a * x + b * y + c * static_cast<double>(i % 3))));
        }
    }
    return values;
}

using Rows = std::vector<std::vector<double>>;

Rows rows_of(const ov::Tensor& tensor) {
    const std::size_t n = tensor.get_shape().at(0), d = tensor.get_shape().at(1);
    const auto* values = tensor.data<float>();
    Rows rows;
    for (std::size_t i = 0; i < n; ++i) {
        rows.emplace_back(values + i * d, values + (i + 1) * d);
    }
    return rows;
}

ov::InferRequest request_of(const std::string& file) {
    ov::Core core;
    return core.compile_model(file, "CPU", ov::hint::inference_precision(ov::element::f32))
        .create_infer_request();
}

/// What the program runs, any number of chips at a time.
Rows converted(std::size_t at_a_time) {
    ov::InferRequest request = request_of(MODELS "/mobilefacenet.xml");
    std::vector<std::uint8_t> values = made_chips();
    Rows rows;
    for (std::size_t i = 0; i < chips; i += at_a_time) {
        request.set_input_tensor(
            ov::Tensor(ov::element::u8, {at_a_time, side, side, 3}, values.data() + i * pixels));
        request.infer();
        for (auto& row : rows_of(request.get_output_tensor())) {
            rows.push_back(std::move(row));
        }
    }
    return rows;
}

/// What was published: two chips at a time, from -1 to 1.
Rows published() {
    ov::InferRequest request = request_of(UNPACKED "/MobileFaceNet.tflite");
    const std::vector<std::uint8_t> values = made_chips();
    Rows rows;
    for (std::size_t i = 0; i < chips; i += 2) {
        ov::Tensor input(ov::element::f32, {2, side, side, 3});
        for (std::size_t p = 0; p < 2 * pixels; ++p) {
            input.data<float>()[p] = (static_cast<float>(values[i * pixels + p]) - 127.5F) / 128;
        }
        request.set_input_tensor(input);
        request.infer();
        for (auto& row : rows_of(request.get_output_tensor())) {
            rows.push_back(std::move(row));
        }
    }
    return rows;
}

double cosine(const std::vector<double>& a, const std::vector<double>& b) {
    double ab = 0, aa = 0, bb = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        ab += a[i] * b[i];
        aa += a[i] * a[i];
        bb += b[i] * b[i];
    }
    return ab / std::sqrt(aa * bb);
}

TEST(MobileFaceNet, ItsTurnedValuesHaveTheAnglesOfThePublishedOnes) {
    const Rows ours = converted(1), theirs = published();
    ASSERT_EQ(ours.size(), theirs.size());
    EXPECT_EQ(ours[0].size(), 128U);
    EXPECT_EQ(theirs[0].size(), 192U);
    double least = 1;
    for (std::size_t a = 0; a < chips; ++a) {
        for (std::size_t b = 0; b < a; ++b) {
            EXPECT_NEAR(cosine(ours[a], ours[b]), cosine(theirs[a], theirs[b]), 1e-4);
            least = std::min(least, cosine(ours[a], ours[b]));
        }
    }
    EXPECT_LT(least, 0.9) << "the chips differ, or nothing was compared";
}

TEST(MobileFaceNet, AChipsValuesDoNotDependOnItsNeighbours) {
    const Rows alone = converted(1), together = converted(chips);
    for (std::size_t i = 0; i < chips; ++i) {
        EXPECT_GT(cosine(alone[i], together[i]), 1 - 1e-6);
    }
}

}  // namespace
