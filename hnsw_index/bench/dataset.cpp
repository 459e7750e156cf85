#include "dataset.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <stdexcept>

namespace hnsw::bench {

namespace {

template <class T>
std::vector<T> read(const std::string& file, std::size_t row) {
    std::error_code failed;
    const auto bytes = std::filesystem::file_size(file, failed);
    std::ifstream in(file, std::ios::binary);
    if (failed || !in) throw std::runtime_error(fmt::format("{} cannot be read", file));
    if (bytes == 0 || bytes % (row * sizeof(T)) != 0)
        throw std::runtime_error(fmt::format(
            "{} has {} bytes, which are no rows of {} numbers: give --dimension", file, bytes, row));
    std::vector<T> values(bytes / sizeof(T));
    in.read(reinterpret_cast<char*>(values.data()), static_cast<std::streamsize>(bytes));
    return values;
}

}  // namespace

std::size_t Dataset::found(std::size_t query, std::span<const std::int64_t> ids) const {
    const auto nearest = std::span(truth).subspan(query * truth_k, ids.size());
    return static_cast<std::size_t>(std::ranges::count_if(
        ids, [&](std::int64_t id) { return std::ranges::find(nearest, id) != nearest.end(); }));
}

Dataset read_dataset(const std::string& prefix, std::size_t dimension) {
    Dataset data;
    data.name = std::filesystem::path(prefix).filename().string();
    data.dimension = dimension;
    data.base = read<float>(prefix + ".base.f32", dimension);
    data.queries = read<float>(prefix + ".query.f32", dimension);
    data.truth = read<std::int32_t>(prefix + ".gt.i32", data.query_count());
    data.truth_k = data.truth.size() / data.query_count();
    return data;
}

}  // namespace hnsw::bench
