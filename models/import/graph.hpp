#pragma once

#include <openvino/core/node_output.hpp>
#include <openvino/core/shape.hpp>

#include <cstdint>
#include <span>
#include <vector>

namespace models {

/// A value of a network that is being built: [n, channels, height, width] or [n, values], f32.
using Value = ov::Output<ov::Node>;

/// How a pool counts its outputs where the kernel does not fit evenly.
enum class Rounding { down, up };

[[nodiscard]] Value constant(const ov::Shape& shape, std::span<const float> values);
/// Weights [outputs, inputs, kernel, kernel]; `bias` may be empty.
[[nodiscard]] Value convolution(const Value& input, const ov::Shape& shape, std::span<const float> weights,
                                std::span<const float> bias, std::size_t stride, std::ptrdiff_t padding);
/// input * factor + summand, per channel.
[[nodiscard]] Value affine(const Value& input, std::span<const float> factor, std::span<const float> summand);
[[nodiscard]] Value relu(const Value& input);
/// Parametric ReLU, one slope a channel.
[[nodiscard]] Value prelu(const Value& input, std::span<const float> slopes);
[[nodiscard]] Value max_pool(const Value& input, std::size_t kernel, std::size_t stride, Rounding rounding);
[[nodiscard]] Value average_pool(const Value& input, std::size_t kernel, std::size_t stride);
/// The mean over height and width: [n, channels].
[[nodiscard]] Value global_average(const Value& input);
/// Weights [outputs, inputs]; `bias` may be empty.
[[nodiscard]] Value dense(const Value& input, std::size_t outputs, std::span<const float> weights,
                          std::span<const float> bias);
/// The same values with the axes in another order.
[[nodiscard]] Value transpose(const Value& input, const std::vector<std::int64_t>& order);
/// [n, …] as [n, values].
[[nodiscard]] Value flatten(const Value& input);
/// Row `index` of axis 1 alone, the axis kept, of the softmax over axis 1.
[[nodiscard]] Value softmax_row(const Value& input, std::int64_t index);
/// dlib's sum of unlike shapes: the smaller one goes on with zeros in channels, height and width.
[[nodiscard]] Value padded_sum(const Value& a, const Value& b);
/// u8 [n, height, width, 3] as f32 [n, 3, height, width]: (x - mean) * factor.
[[nodiscard]] Value normalised(const Value& pixels, std::span<const float> mean, float factor);

}  // namespace models
