#pragma once

#include <pybind11/numpy.h>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "hnsw/index.hpp"

namespace hnsw::python {

namespace py = pybind11;

/// numpy's own memory where it is float32 in C's order already, else a copy.
using Floats = py::array_t<float, py::array::c_style | py::array::forcecast>;
using Labels = py::array_t<std::uint64_t, py::array::c_style | py::array::forcecast>;

/// Vectors in memory of numpy's: they live as long as their array.
struct Rows {
    std::size_t count = 0;
    std::size_t dimension = 0;
    const float* values = nullptr;

    [[nodiscard]] std::span<const float> operator[](std::size_t row) const noexcept {
        return {values + row * dimension, dimension};
    }
};

/// The vectors of an array of shape (n, dimension), or (dimension) for one. Throws std::runtime_error.
[[nodiscard]] Rows rows_of(const Floats& data, std::size_t dimension);

/// The labels of so many vectors: those given, else numbers from `first` on. Throws std::runtime_error where
/// their number is another.
[[nodiscard]] std::vector<Id> ids_of(const std::optional<Labels>& labels, std::size_t count, Id first);

/// "(2, 3)", for messages.
[[nodiscard]] std::string shape_of(const py::array& array);

/// An array of so many rows and columns, to be filled.
template <class Array>
[[nodiscard]] Array table(std::size_t rows, std::size_t columns) {
    return Array(std::vector<py::ssize_t>{static_cast<py::ssize_t>(rows), static_cast<py::ssize_t>(columns)});
}

}  // namespace hnsw::python
