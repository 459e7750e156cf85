#pragma once

#include <functional>
#include <string>

#include "gallery/import.hpp"

namespace faces {

/// What became of a row before it is written.
struct Prepared {
    std::optional<NewFace> face;         ///< to be written
    std::optional<std::string> owner{};  ///< else: who has the photo already
    std::string warning{};               ///< what to tell about a face that comes in
};

/// An import whose rows come from wherever.
struct ImportJob {
    std::size_t rows = 0;
    EmbedderInfo embedder;
    /// The row for people to read: name, file, line.
    std::function<ImportRow(std::size_t)> describe;
    /// Called on many threads at once; an exception is the row's failure.
    std::function<Prepared(std::size_t)> prepare;
};

/// Prepares on many threads and writes on the calling one. A few rows a thread are in memory at most.
ImportSummary run_import(Store& store, const ImportJob& job, const ImportOptions& options);

}  // namespace faces
