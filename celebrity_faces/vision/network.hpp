#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace faces {

struct NetworkOptions {
    int concurrency = 1;  ///< calls at the same time, each on the thread of its caller
    std::string precision = "f32";
};

/// A batch of pictures of one size: count * height * width * 3 bytes.
struct PixelBatch {
    std::size_t count = 0, height = 0, width = 0;
    std::span<const std::uint8_t> pixels;
};

struct Output {
    std::vector<std::size_t> shape;
    std::vector<float> values;
};

/// A network that OpenVINO runs. Kernels are prepared for each shape of input when it is first seen: callers
/// keep to few.
class Network {
  public:
    /// Throws Error: unavailable where the file cannot be loaded, invalid_argument for an unknown precision.
    Network(const std::filesystem::path& model, const NetworkOptions& options);
    ~Network();
    Network(const Network&) = delete;
    Network& operator=(const Network&) = delete;

    /// The named outputs, in that order. May be called from many threads at once.
    [[nodiscard]] std::vector<Output> run(const PixelBatch& batch,
                                          std::span<const char* const> outputs) const;

  private:
    struct Compiled;
    std::unique_ptr<Compiled> compiled_;
};

}  // namespace faces
