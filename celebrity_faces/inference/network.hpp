#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace faces {

/// How a network wants its pixels, where that is not part of the network itself: (value - mean) * scale, per
/// channel.
struct PixelSteps {
    bool blue_first = false;  ///< the channels' order is blue, green, red
    std::array<float, 3> mean{};
    std::array<float, 3> scale{1, 1, 1};
};

struct NetworkOptions {
    int concurrency = 1;  ///< calls at the same time, each on the thread of its caller
    std::string precision = "f32";
    /// For networks from outside, whose input is f32 [n, 3, height, width] or [n, height, width, 3]: what is
    /// done to bytes. Their first output is called "embeddings" then.
    std::optional<PixelSteps> steps{};
};

/// "bf16" where the processor computes in it, which takes half the time, and "f32" elsewhere.
[[nodiscard]] std::string fastest_precision();

/// A batch of pictures of one size: count * height * width * 3 bytes.
struct PixelBatch {
    std::size_t count = 0, height = 0, width = 0;
    std::span<const std::uint8_t> pixels;
};

/// A batch of vectors of one length: count * length values.
struct VectorBatch {
    std::size_t count = 0, length = 0;
    std::span<const float> values;
};

struct Output {
    std::vector<std::size_t> shape;
    std::vector<float> values;
};

/// A network that OpenVINO runs. Kernels are prepared for each shape of input when it is first seen: callers
/// keep to few.
class Network {
  public:
    /// Throws Error: unavailable where the file cannot be loaded, invalid_argument for an unknown precision,
    /// conflict where the network's input is not what `steps` is for.
    Network(const std::filesystem::path& model, const NetworkOptions& options);
    ~Network();
    Network(const Network&) = delete;
    Network& operator=(const Network&) = delete;

    /// The named outputs, in that order. May be called from many threads at once.
    [[nodiscard]] std::vector<Output> run(const PixelBatch& batch,
                                          std::span<const char* const> outputs) const;
    [[nodiscard]] std::vector<Output> run(const VectorBatch& batch,
                                          std::span<const char* const> outputs) const;

    /// Does the same work on as many threads at once as there are streams: each prepares the kernels of the
    /// shapes that it sees for itself, and no later call shall wait for that.
    void on_every_stream(const std::function<void()>& work) const;

  private:
    struct Compiled;
    std::unique_ptr<Compiled> compiled_;
};

}  // namespace faces
