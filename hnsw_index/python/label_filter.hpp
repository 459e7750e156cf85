#pragma once

#include <pybind11/pybind11.h>

#include <exception>
#include <memory>
#include <optional>
#include <unordered_map>
#include <unordered_set>

#include "hnsw/index.hpp"

namespace hnsw::python {

namespace py = pybind11;

using LabelSet = std::unordered_set<Id>;

/// Which labels one call may find: those that are not hidden and that a filter of Python's allows. The filter
/// is None, a callable that tells of a label, or an array of bool with a place for each label from 0 on.
///
/// Made and destroyed with the GIL held, used without.
class LabelFilter {
  public:
    /// Throws py::type_error for anything else. `hidden` may be null.
    LabelFilter(const py::object& filter, std::shared_ptr<const LabelSet> hidden);
    LabelFilter(const LabelFilter&) = delete;
    LabelFilter& operator=(const LabelFilter&) = delete;

    /// The library's options with this filter in them; they must not outlive it.
    [[nodiscard]] SearchOptions options(std::size_t k, std::size_t ef);
    /// Whether searches call Python, which runs one call at a time.
    [[nodiscard]] bool calls_python() const noexcept { return static_cast<bool>(function_); }
    /// Throws what Python's function threw in a search.
    void rethrow() const;

  private:
    [[nodiscard]] bool is_hidden(Id id) const { return hidden_ && hidden_->contains(id); }
    [[nodiscard]] bool ask_python(Id id);

    std::shared_ptr<const LabelSet> hidden_;  // shared with the index, which leaves a set in use as it is
    py::object function_;
    std::unordered_map<Id, bool> answers_;  // of the function, which is asked once for each label
    std::optional<IdBitmap> allowed_;
    std::exception_ptr failure_;
};

}  // namespace hnsw::python
