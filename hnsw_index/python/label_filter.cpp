#include "label_filter.hpp"

#include <string>
#include <utility>

#include "arrays.hpp"

namespace hnsw::python {

namespace {

IdBitmap bitmap_of(const py::array& array) {
    if (!py::isinstance<py::array_t<bool>>(array) || array.ndim() != 1)
        throw py::type_error("filter is an array of " + std::string(py::str(array.dtype())) + " of shape " +
                             shape_of(array) + ": wanted is one of bool with a place for each label");
    const auto places = py::array_t<bool>(array).unchecked<1>();
    IdBitmap bitmap(static_cast<std::size_t>(places.shape(0)));
    for (py::ssize_t i = 0; i < places.shape(0); ++i)
        if (places(i)) bitmap.insert(i);
    return bitmap;
}

}  // namespace

LabelFilter::LabelFilter(const py::object& filter, std::shared_ptr<const LabelSet> hidden)
    : hidden_(std::move(hidden)) {
    if (filter.is_none()) return;
    if (py::isinstance<py::array>(filter)) {
        allowed_ = bitmap_of(filter);
        if (hidden_)
            for (const Id id : *hidden_) allowed_->erase(id);
    } else if (PyCallable_Check(filter.ptr()) != 0) {
        function_ = filter;
    } else {
        throw py::type_error("filter is " + std::string(py::repr(filter)) +
                             ": wanted is a function of a label, an array of bool or None");
    }
}

SearchOptions LabelFilter::options(std::size_t k, std::size_t ef) {
    SearchOptions options;
    options.k = k;
    options.ef = ef;
    if (allowed_)
        options.allowed = &*allowed_;
    else if (function_)
        options.filter = [this](Id id) { return ask_python(id); };
    else if (hidden_)
        options.filter = [this](Id id) { return !is_hidden(id); };
    return options;
}

void LabelFilter::rethrow() const {
    if (failure_) std::rethrow_exception(failure_);
}

/// A search asks for the same label again and again, and each time would cost more than the search.
/// The library is not asked to bear exceptions from Python: behind one, nothing is allowed any more.
bool LabelFilter::ask_python(Id id) {
    if (failure_ || is_hidden(id)) return false;
    const auto [answer, is_new] = answers_.try_emplace(id, false);
    if (!is_new) return answer->second;
    const py::gil_scoped_acquire gil;
    try {
        answer->second = static_cast<bool>(py::bool_(function_(static_cast<std::uint64_t>(id))));
    } catch (...) {
        failure_ = std::current_exception();
    }
    return answer->second;
}

}  // namespace hnsw::python
