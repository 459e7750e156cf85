#include "queries.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

#include "gil.hpp"
#include "on_threads.hpp"

namespace hnsw::python {

namespace {

/// Runs `one(i)` for each vector without the GIL.
template <class One>
void for_each_vector(const Query& query, std::size_t count, const One& one) {
    const py::gil_scoped_release release;
    // Python runs one call of a filter at a time: more threads would only wait for each other.
    on_threads(count, query.filter.calls_python() ? 1 : query.threads,
               [&](std::size_t i, std::size_t /*thread*/) { one(i); });
}

void write(std::span<const Hit> hits, const Space& space, std::uint64_t* labels, float* distances) {
    for (std::size_t i = 0; i < hits.size(); ++i) {
        labels[i] = static_cast<std::uint64_t>(hits[i].id);
        distances[i] = space.from_library(hits[i].distance);
    }
}

[[noreturn]] void refuse_gaps(std::size_t found, std::size_t k, std::size_t size) {
    throw std::runtime_error("k is " + std::to_string(k) + ", and a query found " + std::to_string(found) +
                             " of the index's " + std::to_string(size) +
                             " vectors: take a smaller k, a larger ef or a filter that allows more");
}

}  // namespace

py::tuple nearest(const Query& query, const Rows& vectors, std::size_t k) {
    const std::size_t size = without_gil([&] { return query.index.size(); });
    if (k > size) refuse_gaps(size, k, size);
    auto labels = table<Labels>(vectors.count, k);
    auto distances = table<Floats>(vectors.count, k);
    std::uint64_t* const label = labels.mutable_data();
    float* const distance = distances.mutable_data();
    const SearchOptions options = query.filter.options(k, query.ef);
    const auto search = [&](std::size_t i) {
        return query.way == Way::graph ? query.index.search(vectors[i], options)
                                       : query.index.exact_search(vectors[i], options);
    };
    for_each_vector(query, vectors.count, [&](std::size_t i) {
        const std::vector<Hit> hits = search(i);
        query.filter.rethrow();
        if (hits.size() < k) refuse_gaps(hits.size(), k, size);
        write(hits, query.space, label + i * k, distance + i * k);
    });
    return py::make_tuple(std::move(labels), std::move(distances));
}

py::tuple within(const Query& query, const Rows& vectors, float radius) {
    if (std::isnan(radius) || (query.space.metric() == Metric::l2 && radius < 0))
        throw std::runtime_error("radius is " + std::to_string(radius) +
                                 ": wanted is a distance of the space " + query.space.name());
    std::vector<std::vector<Hit>> found(vectors.count);
    const SearchOptions options = query.filter.options(1, query.ef);
    for_each_vector(query, vectors.count, [&](std::size_t i) {
        found[i] = query.index.search_within(vectors[i], query.space.to_library(radius), options);
        query.filter.rethrow();
    });
    py::list labels;
    py::list distances;
    for (const auto& hits : found) {
        Labels row_labels(static_cast<py::ssize_t>(hits.size()));
        Floats row_distances(static_cast<py::ssize_t>(hits.size()));
        write(hits, query.space, row_labels.mutable_data(), row_distances.mutable_data());
        labels.append(std::move(row_labels));
        distances.append(std::move(row_distances));
    }
    return py::make_tuple(std::move(labels), std::move(distances));
}

}  // namespace hnsw::python
