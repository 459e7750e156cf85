#pragma once

#include <cstdint>
#include <filesystem>

#include "graph/graph.hpp"
#include "storage/file_image.hpp"
#include "storage/format.hpp"

namespace hnsw {

/// Writes a graph without deleted slots. Throws Error(file).
void save_graph(const std::filesystem::path& path, const Graph& graph, const IndexOptions& options,
                std::int64_t revision);

/// An index file that was believed, as far as its Loading asks; see docs/index-format.md.
class LoadedIndex {
  public:
    /// Throws Error(file, damaged_file, file_version).
    LoadedIndex(const std::filesystem::path& path, Loading loading);

    [[nodiscard]] const IndexOptions& options() const noexcept { return options_; }
    [[nodiscard]] std::int64_t revision() const noexcept { return header_.revision; }
    [[nodiscard]] bool is_checked() const noexcept { return loading_ == Loading::checked; }
    /// Lets a new graph of these options lie in the image, which must outlive it.
    void lend_to(Graph& graph) const;
    [[nodiscard]] FileImage take_image() && noexcept { return std::move(image_); }

  private:
    template <class T>
    [[nodiscard]] T* column(const Section& section) const noexcept {
        return reinterpret_cast<T*>(image_.bytes().data() + section.offset);
    }

    Loading loading_;
    FileImage image_;
    FileHeader header_;
    IndexOptions options_;
};

}  // namespace hnsw
