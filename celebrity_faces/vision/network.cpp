#include "vision/network.hpp"

#include <openvino/openvino.hpp>

#include <fmt/format.h>

#include <mutex>

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

/// Input shapes whose prepared kernels a network keeps, the last used: with the plugin's own 5,000 a server
/// that meets photos of every size grew by 0.5 MB a shape. Making them again takes some milliseconds.
constexpr int shapes_kept = 16;

/// One for the process: it holds the loaded plugin.
ov::Core& core() {
    static ov::Core instance;
    return instance;
}

}  // namespace

struct Network::Compiled {
    ov::CompiledModel model;
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
};

Network::Network(const std::filesystem::path& model, const NetworkOptions& options)
    : compiled_(std::make_unique<Compiled>()) {
    // Processors with bf16 would take it unasked: the precision is said, because it is stored with each
    // embedding.
    const ov::AnyMap properties{ov::hint::inference_precision(element_type(options.precision)),
                                ov::num_streams(options.concurrency),
                                ov::inference_num_threads(options.concurrency),
                                {"CPU_RUNTIME_CACHE_CAPACITY", shapes_kept}};
    try {
        compiled_->model = core().compile_model(model.string(), "CPU", properties);
    } catch (const ov::Exception& error) {
        throw Error(ErrorCode::unavailable,
                    fmt::format("the network {} cannot be loaded: build the project again ({})",
                                model.string(), error.what()));
    }
}

Network::~Network() = default;

std::vector<Output> Network::run(const PixelBatch& batch, std::span<const char* const> outputs) const {
    ov::InferRequest request = compiled_->take();
    // OpenVINO's tensor is not const, but an input is only read.
    request.set_input_tensor(ov::Tensor(ov::element::u8, {batch.count, batch.height, batch.width, 3},
                                        const_cast<std::uint8_t*>(batch.pixels.data())));
    request.infer();
    std::vector<Output> answers;
    for (const char* name : outputs) {
        const ov::Tensor tensor = request.get_tensor(name);
        const ov::Shape& shape = tensor.get_shape();
        const float* values = tensor.data<float>();
        answers.push_back({shape, {values, values + tensor.get_size()}});
    }
    compiled_->give_back(std::move(request));
    return answers;
}

}  // namespace faces
