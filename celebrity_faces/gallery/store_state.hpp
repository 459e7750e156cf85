#pragma once

#include <span>
#include <string>

#include "gallery/database.hpp"
#include "gallery/photo_files.hpp"
#include "gallery/store.hpp"

namespace faces {

/// What Store's sources share: where the store is and how they speak to it.
struct Store::State {
    std::filesystem::path directory;
    PhotoFiles copies;
    sqlite::ConnectionPool connections;

    explicit State(const std::filesystem::path& data_directory)
        : directory(data_directory), copies(data_directory), connections(data_directory / "gallery.sqlite") {}
};

/// A vector's or landmarks' numbers as a blob, and back: as the processor has them.
template <typename Number>
std::span<const std::uint8_t> blob_of(std::span<const Number> numbers) {
    return {reinterpret_cast<const std::uint8_t*>(numbers.data()), numbers.size_bytes()};
}

/// The columns `x, y, width, height, landmarks, score` from `first` on. Throws Error(conflict) where the
/// landmarks are cut.
[[nodiscard]] Face read_face_columns(const sqlite::Statement& row, int first);
/// The values of a blob, in `embedding`'s own memory. Throws Error(conflict) where it is not `dimension`
/// long.
void read_vector(std::span<const std::uint8_t> blob, int dimension, Embedding& embedding);
/// The embedder of the stored embeddings, as this connection sees them.
[[nodiscard]] std::optional<EmbedderInfo> read_embedder(sqlite::Database& database);
/// The newest revision, as this connection sees it.
[[nodiscard]] std::int64_t read_revision(sqlite::Database& database);

/// Throws Error(conflict), naming both, where they differ.
void check_same_embedder(const EmbedderInfo& stored, const EmbedderInfo& other);

}  // namespace faces
