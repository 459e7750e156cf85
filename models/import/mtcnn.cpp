#include <openvino/core/model.hpp>
#include <openvino/op/parameter.hpp>

#include <stdexcept>

#include "import/graph.hpp"
#include "import/networks.hpp"
#include "import/tensors.hpp"

namespace models {
namespace {

constexpr float mean[3] = {127.5F, 127.5F, 127.5F};
constexpr float factor = 1.0F / 128;

/// The layers of one stage, named as facenet-pytorch names them.
class Stage {
  public:
    explicit Stage(const std::filesystem::path& file) : file_(file), tensors_(read_tensors(file)) {}

    [[nodiscard]] Value convolved(const Value& input, const std::string& name) const {
        const Tensor& weights = tensor("conv" + name + ".weight");
        return convolution(input, weights.shape, weights.values, tensor("conv" + name + ".bias").values, 1,
                           0);
    }
    [[nodiscard]] Value activated(const Value& input, const std::string& name) const {
        return prelu(input, tensor("prelu" + name + ".weight").values);
    }
    [[nodiscard]] Value block(const Value& input, const std::string& name) const {
        return activated(convolved(input, name), name);
    }
    [[nodiscard]] Value connected(const Value& input, const std::string& name) const {
        const Tensor& weights = tensor("dense" + name + ".weight");
        return dense(input, weights.shape.at(0), weights.values, tensor("dense" + name + ".bias").values);
    }

  private:
    [[nodiscard]] const Tensor& tensor(const std::string& name) const {
        const auto found = tensors_.find(name);
        if (found == tensors_.end()) {
            throw std::runtime_error(file_.string() + " has no tensor " + name);
        }
        return found->second;
    }

    std::filesystem::path file_;
    std::map<std::string, Tensor> tensors_;
};

/// facenet-pytorch flattens as [n, width, height, channels], for its weights came from a network that did.
Value flattened(const Value& input) {
    return flatten(transpose(input, {0, 3, 2, 1}));
}

Value named(Value value, const std::string& name) {
    value.set_names({name});
    return value;
}

ov::OutputVector first_stage(const Stage& net, const Value& input) {
    Value value = max_pool(net.block(input, "1"), 2, 2, Rounding::up);
    value = net.block(net.block(value, "2"), "3");
    return {named(softmax_row(net.convolved(value, "4_1"), 1), "scores"),
            named(net.convolved(value, "4_2"), "offsets")};
}

ov::OutputVector second_stage(const Stage& net, const Value& input) {
    Value value = max_pool(net.block(input, "1"), 3, 2, Rounding::up);
    value = max_pool(net.block(value, "2"), 3, 2, Rounding::up);
    value = net.activated(net.connected(flattened(net.block(value, "3")), "4"), "4");
    return {named(softmax_row(net.connected(value, "5_1"), 1), "scores"),
            named(net.connected(value, "5_2"), "offsets")};
}

ov::OutputVector third_stage(const Stage& net, const Value& input) {
    Value value = max_pool(net.block(input, "1"), 3, 2, Rounding::up);
    value = max_pool(net.block(value, "2"), 3, 2, Rounding::up);
    value = max_pool(net.block(value, "3"), 2, 2, Rounding::up);
    value = net.activated(net.connected(flattened(net.block(value, "4")), "5"), "5");
    return {named(softmax_row(net.connected(value, "6_1"), 1), "scores"),
            named(net.connected(value, "6_2"), "offsets"), named(net.connected(value, "6_3"), "landmarks")};
}

}  // namespace

std::shared_ptr<ov::Model> build_mtcnn(char stage, const std::filesystem::path& tensors_file) {
    const Stage net(tensors_file);
    const std::int64_t side = stage == 'p' ? -1 : stage == 'r' ? 24 : 48;
    const auto pixels =
        std::make_shared<ov::op::v0::Parameter>(ov::element::u8, ov::PartialShape{-1, side, side, 3});
    pixels->output(0).set_names({"pixels"});
    const Value input = normalised(pixels, mean, factor);
    const ov::OutputVector outputs = stage == 'p'   ? first_stage(net, input)
                                     : stage == 'r' ? second_stage(net, input)
                                                    : third_stage(net, input);
    return std::make_shared<ov::Model>(outputs, ov::ParameterVector{pixels},
                                       std::string("mtcnn-") + stage + "net");
}

}  // namespace models
