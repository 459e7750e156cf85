#pragma once

#include <pybind11/pybind11.h>

namespace hnsw::python {

namespace py = pybind11;

/// Runs the work without the GIL, which the caller holds.
template <class Work>
auto without_gil(const Work& work) {
    const py::gil_scoped_release release;
    return work();
}

/// Runs the work with the GIL, which the caller does not hold.
template <class Work>
auto with_gil(const Work& work) {
    const py::gil_scoped_acquire acquire;
    return work();
}

}  // namespace hnsw::python
