#include <openvino/core/preprocess/pre_post_process.hpp>
#include <openvino/runtime/core.hpp>

#include "import/networks.hpp"

namespace models {

std::shared_ptr<ov::Model> read_centerface(const std::filesystem::path& onnx_file) {
    std::shared_ptr<ov::Model> model = ov::Core().read_model(onnx_file.string());
    // The published file has a fixed batch and size, which no layer needs.
    model->reshape(ov::PartialShape{-1, 3, -1, -1});
    ov::preprocess::PrePostProcessor steps(model);
    steps.input().tensor().set_element_type(ov::element::u8).set_layout("NHWC");
    steps.input().model().set_layout("NCHW");
    model = steps.build();
    model->input().set_names({"pixels"});
    const char* names[] = {"scores", "sizes", "offsets", "landmarks"};
    for (std::size_t i = 0; i < std::size(names); ++i) {
        model->output(i).set_names({names[i]});
    }
    model->set_friendly_name("centerface");
    return model;
}

}  // namespace models
