#pragma once

#include <string>

#include "hnsw/metric.hpp"

namespace hnsw::python {

/// One of hnswlib's spaces: "l2", "ip" or "cosine". Its distances are the squared length for "l2" and 1 - the
/// inner product for the others; the library's are told apart by `metric`.
class Space {
  public:
    /// Throws std::runtime_error, which names the three.
    explicit Space(std::string name);

    [[nodiscard]] const std::string& name() const noexcept { return name_; }
    [[nodiscard]] Metric metric() const noexcept { return metric_; }
    /// A distance of the library's as hnswlib gives it.
    [[nodiscard]] float from_library(float distance) const noexcept;
    /// The way back, for distances not below the space's least.
    [[nodiscard]] float to_library(float distance) const noexcept;

  private:
    std::string name_;
    Metric metric_;
};

}  // namespace hnsw::python
