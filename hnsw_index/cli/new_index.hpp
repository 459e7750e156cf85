#pragma once

#include <CLI/CLI.hpp>
#include <cstddef>
#include <filesystem>
#include <span>
#include <stop_token>
#include <string>

#include "hnsw/index.hpp"

namespace hnsw::cli {

/// What commands that make an index ask for.
struct NewIndexOptions {
    std::string metric = "l2";
    std::string storage = "exact";
    unsigned threads = 0;
    std::filesystem::path output;
    bool replace = false;
    bool json = false;

    /// Adds --metric, --storage, --threads, --force and --json.
    void add_to(CLI::App& command);
    /// Puts metric and storage in.
    void apply(IndexOptions& options) const;
};

/// Puts the items into the empty index, with a bar on standard error, writes it to the output and prints what
/// it holds. `source` is the file that the items are from, which errors name. Throws Error, and Stopped, with
/// nothing written, where a stop is asked for.
void fill_and_save(Index& index, std::span<const Item> items, const std::filesystem::path& source,
                   const NewIndexOptions& options, const std::stop_token& stop);

}  // namespace hnsw::cli
