#pragma once

#include <filesystem>
#include <memory>
#include <vector>

#include "import/resnet_layers.hpp"

namespace ov {
class Model;
}

namespace models {

/// The embedding network: u8 [n, 150, 150, 3] red-green-blue in, f32 [n, 128] out.
[[nodiscard]] std::shared_ptr<ov::Model> build_resnet(const std::vector<Layer>& layers);

/// A stage of MTCNN (Zhang et al. 2016, arXiv:1604.02878) from the tensors that unpack.py wrote: 'p', 'r' or
/// 'o'. u8 [n, height, width, 3] red-green-blue in; scores, offsets and, of the third stage, landmarks out.
/// Throws std::runtime_error that names the file and the tensor where one is missing or has another shape.
[[nodiscard]] std::shared_ptr<ov::Model> build_mtcnn(char stage, const std::filesystem::path& tensors_file);

/// MobileFaceNet (Chen et al. 2018, arXiv:1804.07573) from its TensorFlow Lite file: u8 [n, 112, 112, 3]
/// red-green-blue in, f32 [n, 128] out. The file's 192 values lie in a space of 128 dimensions: they are
/// turned into it, which keeps lengths and distances.
[[nodiscard]] std::shared_ptr<ov::Model> read_mobilefacenet(const std::filesystem::path& tflite_file);

/// MediaPipe's face mesh (Kartynnik et al. 2019, arXiv:1907.06724) from its TensorFlow Lite file: u8
/// [n, 192, 192, 3] red-green-blue in; points [n, 1404], 468 times x, y and depth in pixels of the input, and
/// scores [n, 1], the face's probability, out. Throws std::runtime_error where the file has other outputs.
[[nodiscard]] std::shared_ptr<ov::Model> read_face_mesh(const std::filesystem::path& tflite_file);

}  // namespace models
