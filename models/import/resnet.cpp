#include <openvino/core/model.hpp>
#include <openvino/op/parameter.hpp>

#include <map>

#include "import/graph.hpp"
#include "import/networks.hpp"

namespace models {
namespace {

// What dlib's input_rgb_image_sized subtracts, and the factor it multiplies by (dlib/dnn/input.h).
constexpr float mean[3] = {122.782F, 117.001F, 104.298F};
constexpr float factor = 1.0F / 256;

std::size_t channels(const Value& value) {
    return static_cast<std::size_t>(value.get_partial_shape()[1].get_length());
}

/// dlib keeps a dense layer's weights [inputs, outputs]; MatMul of a constant is fastest the other way round.
std::vector<float> transposed(const std::vector<float>& weights, std::size_t outputs) {
    const std::size_t inputs = weights.size() / outputs;
    std::vector<float> turned(weights.size());
    for (std::size_t i = 0; i < inputs; ++i) {
        for (std::size_t o = 0; o < outputs; ++o) {
            turned[o * inputs + i] = weights[i * outputs + o];
        }
    }
    return turned;
}

Value apply(const Layer& layer, const Value& value, std::map<int, Value>& tagged) {
    const auto kernel = static_cast<std::size_t>(layer.kernel);
    const auto stride = static_cast<std::size_t>(layer.stride);
    const auto outputs = static_cast<std::size_t>(layer.outputs);
    switch (layer.kind) {
        case Layer::Kind::convolution:
            return convolution(value, {outputs, channels(value), kernel, kernel}, layer.weights, layer.bias,
                               stride, layer.padding);
        case Layer::Kind::affine:
            return affine(value, layer.weights, layer.bias);
        case Layer::Kind::relu:
            return relu(value);
        case Layer::Kind::max_pool:
            return max_pool(value, kernel, stride, Rounding::down);
        case Layer::Kind::average_pool:
            return average_pool(value, kernel, stride);
        case Layer::Kind::global_average_pool:
            return global_average(value);
        case Layer::Kind::dense:
            return dense(value, outputs, transposed(layer.weights, outputs), {});
        case Layer::Kind::tag:
            return tagged[layer.tag] = value;
        case Layer::Kind::skip:
            return tagged.at(layer.tag);
        case Layer::Kind::add:
            return padded_sum(value, tagged.at(layer.tag));
    }
    throw std::logic_error("a layer of an unknown kind");
}

}  // namespace

std::shared_ptr<ov::Model> build_resnet(const std::vector<Layer>& layers) {
    const auto chips =
        std::make_shared<ov::op::v0::Parameter>(ov::element::u8, ov::PartialShape{-1, 150, 150, 3});
    chips->output(0).set_names({"chips"});
    Value value = normalised(chips, mean, factor);
    std::map<int, Value> tagged;
    for (const Layer& layer : layers) {
        value = apply(layer, value, tagged);
    }
    value.set_names({"embeddings"});
    return std::make_shared<ov::Model>(ov::OutputVector{value}, ov::ParameterVector{chips}, "dlib-resnet-v1");
}

}  // namespace models
