#include "space.hpp"

#include <cmath>
#include <stdexcept>
#include <utility>

namespace hnsw::python {

namespace {

Metric metric_of(const std::string& name) {
    if (name == "l2") return Metric::l2;
    if (name == "ip") return Metric::inner_product;
    if (name == "cosine") return Metric::cosine;
    throw std::runtime_error("space is '" + name + "': l2, ip and cosine are known");
}

}  // namespace

Space::Space(std::string name) : name_(std::move(name)), metric_(metric_of(name_)) {}

float Space::from_library(float distance) const noexcept {
    if (metric_ == Metric::l2) return distance * distance;
    return metric_ == Metric::inner_product ? 1 + distance : distance;
}

float Space::to_library(float distance) const noexcept {
    if (metric_ == Metric::l2) return std::sqrt(distance);
    return metric_ == Metric::inner_product ? distance - 1 : distance;
}

}  // namespace hnsw::python
