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

}  // namespace models
