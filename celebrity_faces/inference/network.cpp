#include "inference/network.hpp"

#include <openvino/openvino.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <barrier>
#include <exception>
#include <mutex>
#include <thread>

#include "faces/error.hpp"

namespace faces {
namespace {

ov::element::Type element_type(const std::string& precision) {
    if (precision == "f32") {
        return ov::element::f32;
    }
    if (precision == "bf16") {
        return ov::element::bf16;
    }
    throw Error(ErrorCode::invalid_argument,
                fmt::format("precision \"{}\" is unknown: f32 and bf16 are known", precision));
}

/// Kernels that a network keeps prepared, of each kind the last used: some sixty of a detector for each of 16
/// shapes of input. Fewer are prepared again at every change of shape, a millisecond each time.
constexpr int kernels_kept = 1000;

/// A network from outside, made to take bytes like ours: the steps become its first layers.
std::shared_ptr<ov::Model> with_steps(const std::shared_ptr<ov::Model>& model, const PixelSteps& steps,
                                      const std::filesystem::path& file) {
    const auto refuse = [&](const std::string& why) {
        throw Error(ErrorCode::conflict, fmt::format("the network {} {}", file.string(), why));
    };
    if (model->inputs().size() != 1 || model->outputs().empty()) {
        refuse(fmt::format("has {} inputs: it is to have one", model->inputs().size()));
    }
    ov::PartialShape shape = model->input().get_partial_shape();
    const bool four = shape.rank().is_static() && shape.size() == 4;
    const bool channels_first = four && shape[1] == 3;
    if (!channels_first && !(four && shape[3] == 3)) {
        refuse(fmt::format(
            "has an input of shape {}: it is to be [n, 3, height, width] or [n, height, width, 3]",
            shape.to_string()));
    }
    shape[0] = ov::Dimension::dynamic();
    model->reshape(shape);
    ov::preprocess::PrePostProcessor processor(model);
    auto& input = processor.input();
    input.tensor().set_element_type(ov::element::u8).set_layout("NHWC");
    input.model().set_layout(channels_first ? "NCHW" : "NHWC");
    auto& todo = input.preprocess().convert_element_type(ov::element::f32);
    if (steps.blue_first) {
        todo.reverse_channels();
    }
    // The processor divides by a scale.
    std::vector<float> divisors(steps.scale.size());
    std::ranges::transform(steps.scale, divisors.begin(), [](float scale) { return 1 / scale; });
    todo.mean(std::vector<float>(steps.mean.begin(), steps.mean.end())).scale(divisors);
    std::shared_ptr<ov::Model> built = processor.build();
    built->output(0).set_names({"embeddings"});
    return built;
}

/// One for the process: it holds the loaded plugin.
ov::Core& core() {
    static ov::Core instance;
    return instance;
}

}  // namespace

std::string fastest_precision() {
    const auto abilities = core().get_property("CPU", ov::device::capabilities);
    return std::ranges::find(abilities, ov::device::capability::BF16) != abilities.end() ? "bf16" : "f32";
}

struct Network::Compiled {
    ov::CompiledModel model;
    int streams = 1;
    std::mutex mutex;
    std::vector<ov::InferRequest> idle;  // guarded by mutex

    ov::InferRequest take() {
        const std::scoped_lock lock(mutex);
        if (idle.empty()) {
            return model.create_infer_request();
        }
        ov::InferRequest request = std::move(idle.back());
        idle.pop_back();
        return request;
    }
    void give_back(ov::InferRequest request) {
        const std::scoped_lock lock(mutex);
        idle.push_back(std::move(request));
    }

    std::vector<Output> infer(const ov::Tensor& input, std::span<const char* const> outputs) {
        ov::InferRequest request = take();
        request.set_input_tensor(input);
        request.infer();
        std::vector<Output> answers;
        for (const char* name : outputs) {
            const ov::Tensor tensor = request.get_tensor(name);
            const float* values = tensor.data<float>();
            answers.push_back({tensor.get_shape(), {values, values + tensor.get_size()}});
        }
        give_back(std::move(request));
        return answers;
    }
};

Network::Network(const std::filesystem::path& model, const NetworkOptions& options)
    : compiled_(std::make_unique<Compiled>()) {
    // Processors with bf16 would take it unasked: the precision is said, because it is stored with each
    // embedding.
    const ov::AnyMap properties{ov::hint::inference_precision(element_type(options.precision)),
                                ov::num_streams(options.concurrency),
                                ov::inference_num_threads(options.concurrency),
                                {"CPU_RUNTIME_CACHE_CAPACITY", kernels_kept}};
    try {
        std::shared_ptr<ov::Model> network = core().read_model(model.string());
        if (options.steps) {
            network = with_steps(network, *options.steps, model);
        }
        compiled_->model = core().compile_model(network, "CPU", properties);
        compiled_->streams = options.concurrency;
    } catch (const ov::Exception& error) {
        throw Error(ErrorCode::unavailable,
                    options.steps
                        ? fmt::format("the network {} cannot be loaded ({})", model.string(), error.what())
                        : fmt::format("the network {} cannot be loaded: build the project again ({})",
                                      model.string(), error.what()));
    }
}

Network::~Network() = default;

void Network::on_every_stream(const std::function<void()>& work) const {
    const auto count = static_cast<std::size_t>(compiled_->streams);
    std::barrier together(compiled_->streams);
    std::vector<std::exception_ptr> failures(count);
    {
        std::vector<std::jthread> threads;
        for (std::size_t i = 0; i < count; ++i) {
            threads.emplace_back([&, i] {
                together.arrive_and_wait();
                try {
                    work();
                } catch (...) {
                    failures[i] = std::current_exception();
                }
            });
        }
    }
    for (const std::exception_ptr& failure : failures) {
        if (failure) {
            std::rethrow_exception(failure);
        }
    }
}

std::vector<Output> Network::run(const PixelBatch& batch, std::span<const char* const> outputs) const {
    // OpenVINO's tensor is not const, but an input is only read.
    return compiled_->infer(ov::Tensor(ov::element::u8, {batch.count, batch.height, batch.width, 3},
                                       const_cast<std::uint8_t*>(batch.pixels.data())),
                            outputs);
}

std::vector<Output> Network::run(const VectorBatch& batch, std::span<const char* const> outputs) const {
    return compiled_->infer(
        ov::Tensor(ov::element::f32, {batch.count, batch.length}, const_cast<float*>(batch.values.data())),
        outputs);
}

}  // namespace faces
