#include "arrays.hpp"

#include <numeric>
#include <stdexcept>
#include <string>

namespace hnsw::python {

std::string shape_of(const py::array& array) {
    return py::str(array.attr("shape"));
}

Rows rows_of(const Floats& data, std::size_t dimension) {
    const bool one = data.ndim() == 1;
    if (data.ndim() < 1 || data.ndim() > 2 || static_cast<std::size_t>(data.shape(one ? 0 : 1)) != dimension)
        throw std::runtime_error("data has the shape " + shape_of(data) + ": the index wants (n, " +
                                 std::to_string(dimension) + "), or (" + std::to_string(dimension) +
                                 ",) for one vector");
    return {one ? 1 : static_cast<std::size_t>(data.shape(0)), dimension, data.data()};
}

std::vector<Id> ids_of(const std::optional<Labels>& labels, std::size_t count, Id first) {
    std::vector<Id> ids(count);
    if (!labels) {
        std::iota(ids.begin(), ids.end(), first);
        return ids;
    }
    if (static_cast<std::size_t>(labels->size()) != count)
        throw std::runtime_error("ids has the shape " + shape_of(*labels) +
                                 ": wanted is one label for each of " + std::to_string(count) + " vectors");
    for (std::size_t i = 0; i < count; ++i) ids[i] = static_cast<Id>(labels->data()[i]);
    return ids;
}

}  // namespace hnsw::python
