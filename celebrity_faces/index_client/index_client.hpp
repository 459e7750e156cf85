#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include "faces/embedding.hpp"
#include "faces/vector_search.hpp"

namespace faces {

struct EmbeddedIndexOptions {
    EmbedderInfo embedder;
    std::filesystem::path snapshot;  ///< empty: none is read or written
    /// Hears, for people to read, why a snapshot was set aside; the index is then built anew from the store.
    std::function<void(const std::string&)> on_warning;
};

/// The index inside this process. A snapshot that is damaged, of another version or of another embedder's
/// dimension or metric is no error: the index begins empty, at revision 0.
[[nodiscard]] std::unique_ptr<VectorSearch> make_embedded_index(const EmbeddedIndexOptions& options);

/// The program `hnsw-index` at `url` ("http://HOST:PORT"), which keeps its own data. Throws Error:
/// invalid_argument for a URL that is none, unavailable where the server cannot be reached, conflict where it
/// has another dimension or metric.
[[nodiscard]] std::unique_ptr<VectorSearch> make_http_index(const std::string& url,
                                                            const EmbedderInfo& embedder);

}  // namespace faces
