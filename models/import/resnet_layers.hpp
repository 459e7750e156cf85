#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <vector>

namespace models {

/// One step of dlib's face recognition network, in the order of the forward pass. A value runs from step to
/// step; `tag` remembers it under a number, `skip` takes a remembered one up again, `add` adds a remembered
/// one to it.
struct Layer {
    enum class Kind {
        convolution,
        affine,
        relu,
        max_pool,
        average_pool,
        global_average_pool,
        dense,
        tag,
        skip,
        add
    };
    Kind kind{};
    int tag = 0;                              ///< of tag, skip and add
    int kernel = 0, stride = 1, padding = 0;  ///< of convolutions and pools; square
    int outputs = 0;                          ///< of convolutions and dense layers
    std::vector<float>
        weights;  ///< convolution [outputs, inputs, kernel, kernel], dense [inputs, outputs], affine's factor
    std::vector<float> bias;  ///< convolution, affine's summand; empty where there is none
};

/// The layers of `dlib_face_recognition_resnet_model_v1.dat` (King 2017, dlib's dnn_face_recognition_ex; the
/// shape of He et al. 2015 with 29 convolutions). Throws dlib::serialization_error for another file.
[[nodiscard]] std::vector<Layer> read_resnet(const std::filesystem::path& dat_file);

/// dlib's own forward pass: what the converted network is compared with, and a peer to be measured beside.
class DlibResnet {
  public:
    /// Throws dlib::serialization_error for another file.
    explicit DlibResnet(const std::filesystem::path& dat_file);
    ~DlibResnet();
    DlibResnet(const DlibResnet&) = delete;
    DlibResnet& operator=(const DlibResnet&) = delete;

    /// `chip`: 150 x 150 x 3 bytes, red-green-blue.
    [[nodiscard]] std::array<float, 128> embed(std::span<const std::uint8_t> chip);

  private:
    struct Loaded;
    std::unique_ptr<Loaded> loaded_;
};

}  // namespace models
