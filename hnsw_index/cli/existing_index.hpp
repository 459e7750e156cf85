#pragma once

#include <CLI/CLI.hpp>
#include <filesystem>

#include "hnsw/index.hpp"

namespace hnsw::cli {

/// The index file that a command reads.
struct ExistingIndex {
    std::filesystem::path path;
    bool mapped = false;

    /// Adds the positional INDEX and --mapped.
    void add_to(CLI::App& command);
    /// Throws Error, with a remedy where the file is damaged.
    [[nodiscard]] Index load() const;
};

}  // namespace hnsw::cli
