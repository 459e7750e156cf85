#include <openvino/core/preprocess/pre_post_process.hpp>
#include <openvino/op/sigmoid.hpp>
#include <openvino/runtime/core.hpp>

#include <stdexcept>

#include "import/graph.hpp"
#include "import/networks.hpp"

namespace models {

std::shared_ptr<ov::Model> read_face_mesh(const std::filesystem::path& tflite_file) {
    const std::shared_ptr<ov::Model> published = ov::Core().read_model(tflite_file.string());
    const auto output = [&](std::size_t i, std::size_t values) {
        const Value value = published->output(i).get_node()->input_value(0);
        if (ov::shape_size(value.get_shape()) != values) {
            throw std::runtime_error("face_landmark.tflite: output " + std::to_string(i) + " has the shape " +
                                     value.get_partial_shape().to_string() + ", " + std::to_string(values) +
                                     " values are expected");
        }
        return flatten(value);
    };
    constexpr std::size_t points = 468;
    Value mesh = output(0, points * 3);
    // Published as a logit.
    Value scores = std::make_shared<ov::op::v0::Sigmoid>(output(1, 1))->output(0);
    mesh.set_names({"points"});
    scores.set_names({"scores"});
    auto model =
        std::make_shared<ov::Model>(ov::OutputVector{mesh, scores}, published->get_parameters(), "face-mesh");

    // Published for one picture at a time, which no layer needs.
    model->reshape(ov::PartialShape{-1, 192, 192, 3});
    ov::preprocess::PrePostProcessor steps(model);
    steps.input().tensor().set_element_type(ov::element::u8).set_layout("NHWC");
    steps.input().preprocess().convert_element_type(ov::element::f32).scale(255.0F);
    model = steps.build();
    model->input().set_names({"pixels"});
    return model;
}

}  // namespace models
