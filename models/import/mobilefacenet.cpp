#include <dlib/matrix.h>

#include <openvino/core/graph_util.hpp>
#include <openvino/core/preprocess/pre_post_process.hpp>
#include <openvino/op/abs.hpp>
#include <openvino/op/add.hpp>
#include <openvino/op/constant.hpp>
#include <openvino/op/convolution.hpp>
#include <openvino/op/multiply.hpp>
#include <openvino/op/relu.hpp>
#include <openvino/op/result.hpp>
#include <openvino/op/subtract.hpp>
#include <openvino/runtime/core.hpp>

#include <cmath>
#include <stdexcept>

#include "import/graph.hpp"
#include "import/networks.hpp"

namespace models {
namespace {

constexpr long dimension = 128;

/// The published layer: 512 features to 192 values, of which 128 directions carry all: its other singular
/// values are below a hundredth of the first.
struct LastLayer {
    Value features;                   ///< [n, 512, 1, 1]
    dlib::matrix<double> weights;     ///< 192 x 512
    dlib::matrix<double, 0, 1> bias;  ///< 192
};

dlib::matrix<double> constant_values(const ov::Output<ov::Node>& value, long rows) {
    const auto node = ov::as_type_ptr<ov::op::v0::Constant>(value.get_node_shared_ptr());
    if (!node) {
        throw std::runtime_error("MobileFaceNet.tflite: the last layer's weights are no constants");
    }
    const std::vector<double> values = node->cast_vector<double>();
    dlib::matrix<double> out(rows, static_cast<long>(values.size()) / rows);
    std::copy(values.begin(), values.end(), out.begin());
    return out;
}

/// Walks back from the result, past changes of layout, to the last convolution and the bias that is added to
/// it.
LastLayer last_layer(const ov::Model& model) {
    ov::Output<ov::Node> bias;
    for (auto node = model.get_results().at(0)->get_input_node_shared_ptr(0);;
         node = node->get_input_node_shared_ptr(0)) {
        if (std::string(node->get_type_name()) == "Add") {
            bias = node->input_value(1);
        }
        if (ov::is_type<ov::op::v1::Convolution>(node)) {
            const long rows = static_cast<long>(node->get_input_shape(1).at(0));
            return {node->input_value(0), constant_values(node->input_value(1), rows),
                    constant_values(bias, rows)};
        }
        if (node->get_input_size() == 0) {
            throw std::runtime_error("MobileFaceNet.tflite: there is no last convolution");
        }
    }
}

/// The 128 directions, orthonormal, the strongest first: turning values into them keeps every distance. A
/// direction's sign is free: its largest component is made positive, so that every machine's embeddings are
/// the same.
dlib::matrix<double> directions(const dlib::matrix<double>& weights) {
    dlib::matrix<double> u, w, v;
    dlib::svd3(dlib::matrix<double>(weights * dlib::trans(weights)), u, w, v);
    dlib::rsort_columns(u, w);
    dlib::matrix<double> kept = dlib::colm(u, dlib::range(0, dimension - 1));
    for (long c = 0; c < dimension; ++c) {
        const auto column = dlib::colm(kept, c);
        if (column(dlib::index_of_max(dlib::abs(column))) < 0) {
            dlib::set_colm(kept, c) = -dlib::matrix<double>(column);
        }
    }
    return kept;
}

/// TensorFlow Lite knows no parametric ReLU: the file has relu(x) + slope / 2 * (x - |x|) instead, five
/// passes over memory where OpenVINO's own operation is done on the convolution's way out. Returns how many
/// were joined.
std::size_t join_prelus(const ov::Model& model) {
    using namespace ov::op;
    std::size_t joined = 0;
    for (const auto& sum : model.get_ordered_ops()) {
        if (!ov::is_type<v1::Add>(sum) || !ov::is_type<v0::Relu>(sum->get_input_node_shared_ptr(0)) ||
            !ov::is_type<v1::Multiply>(sum->get_input_node_shared_ptr(1))) {
            continue;
        }
        const auto x = sum->get_input_node_ptr(0)->input_value(0);
        const auto product = sum->get_input_node_shared_ptr(1);
        for (const std::size_t side : {0U, 1U}) {
            const auto difference = product->get_input_node_shared_ptr(side);
            const auto half = ov::as_type_ptr<v0::Constant>(product->get_input_node_shared_ptr(1 - side));
            if (!half || !ov::is_type<v1::Subtract>(difference) || difference->input_value(0) != x ||
                !ov::is_type<v0::Abs>(difference->get_input_node_shared_ptr(1))) {
                continue;
            }
            std::vector<float> slopes = half->cast_vector<float>();
            for (float& slope : slopes) {
                slope *= 2;
            }
            ov::replace_node(sum, prelu(x, slopes).get_node_shared_ptr());
            ++joined;
            break;
        }
    }
    return joined;
}

std::vector<float> floats(const dlib::matrix<double>& values) {
    return {values.begin(), values.end()};
}

}  // namespace

std::shared_ptr<ov::Model> read_mobilefacenet(const std::filesystem::path& tflite_file) {
    const std::shared_ptr<ov::Model> published = ov::Core().read_model(tflite_file.string());
    constexpr std::size_t activations = 33;
    if (const std::size_t joined = join_prelus(*published); joined != activations) {
        throw std::runtime_error("MobileFaceNet.tflite has " + std::to_string(joined) +
                                 " parametric ReLUs, 33 are expected");
    }
    const LastLayer layer = last_layer(*published);
    const dlib::matrix<double> turn = dlib::trans(directions(layer.weights));
    Value embeddings = flatten(layer.features);
    embeddings = dense(embeddings, dimension, floats(turn * layer.weights), floats(turn * layer.bias));
    embeddings.set_names({"embeddings"});
    auto model = std::make_shared<ov::Model>(ov::OutputVector{embeddings}, published->get_parameters(),
                                             "mobilefacenet");

    // Published for two chips at a time, which no layer needs.
    model->reshape(ov::PartialShape{-1, 112, 112, 3});
    ov::preprocess::PrePostProcessor steps(model);
    steps.input().tensor().set_element_type(ov::element::u8).set_layout("NHWC");
    steps.input().preprocess().convert_element_type(ov::element::f32).mean(127.5F).scale(128.0F);
    model = steps.build();
    model->input().set_names({"pixels"});
    return model;
}

}  // namespace models
