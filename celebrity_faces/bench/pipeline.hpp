#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>

#include "faces/image.hpp"

namespace faces::bench {

/// A way from a photo's bytes to the embeddings of its faces, on one thread.
class Pipeline {
  public:
    virtual ~Pipeline() = default;
    [[nodiscard]] virtual std::string name() const = 0;
    struct Run {
        double ms = 0;
        std::size_t faces = 0;
    };
    /// Decodes, finds and embeds anew.
    [[nodiscard]] virtual Run run(const std::filesystem::path& photo,
                                  std::span<const std::uint8_t> bytes) = 0;
};

/// This program's own defaults. `precision` as VisionOptions has it.
[[nodiscard]] std::unique_ptr<Pipeline> make_own(const std::string& precision);
/// dlib's, as its example dnn_face_recognition_ex has it: HOG faces, five points, ResNet. `models` holds the
/// predictor; `decode` turns bytes into a picture, as ours does.
[[nodiscard, gnu::visibility("default")]] std::unique_ptr<Pipeline> make_dlib(
    const std::filesystem::path& models, Image (*decode)(std::span<const std::uint8_t> bytes));
/// face-api in WebAssembly, from `folder`; nothing where npm has not installed it there or it cannot start.
[[nodiscard]] std::unique_ptr<Pipeline> make_face_api(const std::filesystem::path& folder);

}  // namespace faces::bench
