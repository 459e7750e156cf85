#include "import/graph.hpp"

#include <openvino/opsets/opset8.hpp>

#include <algorithm>

namespace models {
namespace {

namespace op = ov::opset8;

template <typename Operation, typename... Arguments>
Value make(Arguments&&... arguments) {
    return std::make_shared<Operation>(std::forward<Arguments>(arguments)...)->output(0);
}

Value integers(const std::vector<std::int64_t>& values) {
    return op::Constant::create(ov::element::i64, {values.size()}, values)->output(0);
}

Value per_channel(std::span<const float> values) {
    return constant({1, values.size(), 1, 1}, values);
}

/// `value` continued with zeros up to `shape`, which is nowhere smaller. The batch's size stays open.
Value padded_to(const Value& value, const ov::PartialShape& shape) {
    std::vector<std::int64_t> ends(4, 0);
    for (std::size_t axis = 1; axis < 4; ++axis) {
        const auto missing = shape[axis].get_length() - value.get_partial_shape()[axis].get_length();
        ends[axis] = std::max<std::int64_t>(0, missing);
    }
    if (std::ranges::all_of(ends, [](auto end) { return end == 0; })) {
        return value;
    }
    return make<op::Pad>(value, integers({0, 0, 0, 0}), integers(ends), ov::op::PadMode::CONSTANT);
}

}  // namespace

Value constant(const ov::Shape& shape, std::span<const float> values) {
    return op::Constant::create(ov::element::f32, shape, std::vector<float>(values.begin(), values.end()))
        ->output(0);
}

Value convolution(const Value& input, const ov::Shape& shape, std::span<const float> weights,
                  std::span<const float> bias, std::size_t stride, std::ptrdiff_t padding) {
    const ov::CoordinateDiff pads{padding, padding};
    const Value sums = make<op::Convolution>(input, constant(shape, weights), ov::Strides{stride, stride},
                                             pads, pads, ov::Strides{1, 1});
    return bias.empty() ? sums : make<op::Add>(sums, per_channel(bias));
}

Value affine(const Value& input, std::span<const float> factor, std::span<const float> summand) {
    return make<op::Add>(make<op::Multiply>(input, per_channel(factor)), per_channel(summand));
}

Value relu(const Value& input) {
    return make<op::Relu>(input);
}

Value prelu(const Value& input, std::span<const float> slopes) {
    return make<op::PRelu>(input, constant({slopes.size()}, slopes));
}

Value max_pool(const Value& input, std::size_t kernel, std::size_t stride, Rounding rounding) {
    const auto mode = rounding == Rounding::up ? ov::op::RoundingType::CEIL : ov::op::RoundingType::FLOOR;
    return make<op::MaxPool>(input, ov::Strides{stride, stride}, ov::Strides{1, 1}, ov::Shape{0, 0},
                             ov::Shape{0, 0}, ov::Shape{kernel, kernel}, mode);
}

Value average_pool(const Value& input, std::size_t kernel, std::size_t stride) {
    return make<op::AvgPool>(input, ov::Strides{stride, stride}, ov::Shape{0, 0}, ov::Shape{0, 0},
                             ov::Shape{kernel, kernel}, true);
}

Value global_average(const Value& input) {
    return make<op::ReduceMean>(input, integers({2, 3}), false);
}

Value dense(const Value& input, std::size_t outputs, std::span<const float> weights,
            std::span<const float> bias) {
    const Value sums =
        make<op::MatMul>(input, constant({outputs, weights.size() / outputs}, weights), false, true);
    return bias.empty() ? sums : make<op::Add>(sums, constant({1, outputs}, bias));
}

Value transpose(const Value& input, const std::vector<std::int64_t>& order) {
    return make<op::Transpose>(input, integers(order));
}

Value flatten(const Value& input) {
    return make<op::Reshape>(input, integers({0, -1}), true);
}

Value softmax_row(const Value& input, std::int64_t index) {
    return make<op::Gather>(make<op::Softmax>(input, 1), integers({index}), integers({1}));
}

Value padded_sum(const Value& a, const Value& b) {
    return make<op::Add>(padded_to(a, b.get_partial_shape()), padded_to(b, a.get_partial_shape()));
}

Value normalised(const Value& pixels, std::span<const float> mean, float factor) {
    const Value channels_first = transpose(make<op::Convert>(pixels, ov::element::f32), {0, 3, 1, 2});
    const std::vector<float> factors{factor};
    return make<op::Multiply>(make<op::Subtract>(channels_first, per_channel(mean)),
                              constant({1, 1, 1, 1}, factors));
}

}  // namespace models
