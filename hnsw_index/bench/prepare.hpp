#pragma once

#include <filesystem>
#include <string>

#include "dataset.hpp"
#include "measure.hpp"

namespace hnsw::bench {

/// The engine with the data's index: loaded from `folder` where an earlier run left it, else built with one
/// thread, timed and saved there. Throws std::runtime_error where a file cannot be written.
[[nodiscard]] Curve prepare(const std::string& name, const Dataset& data, const BuildOptions& options,
                            const std::filesystem::path& folder);

/// Where `prepare` leaves an index.
[[nodiscard]] std::string index_file(const std::string& name, const Dataset& data,
                                     const BuildOptions& options, const std::filesystem::path& folder);

/// MB that this process grows by when the engine loads the file.
[[nodiscard]] double memory_added_by_loading(const std::string& name, const std::string& file,
                                             std::size_t dimension);

}  // namespace hnsw::bench
