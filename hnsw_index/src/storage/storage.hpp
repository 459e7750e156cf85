#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>

#include "graph/graph.hpp"

namespace hnsw {

/// Writes a graph without deleted slots. Throws Error(file).
void save_graph(const std::filesystem::path& path, const Graph& graph, const IndexOptions& options,
                std::int64_t revision);

struct LoadedGraph {
    IndexOptions options;
    std::int64_t revision = 0;
    std::unique_ptr<Graph> graph;
};

/// Throws Error(file, damaged_file, file_version).
[[nodiscard]] LoadedGraph load_graph(const std::filesystem::path& path, const Kernels& kernels);

}  // namespace hnsw
