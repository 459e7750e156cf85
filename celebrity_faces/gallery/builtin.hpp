#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "faces/embedding.hpp"
#include "gallery/store.hpp"

namespace faces {

/// A person of the built-in gallery: a name and what stands for all of the person's photos.
struct BuiltinEntry {
    std::string name;
    Embedding embedding;
};

struct BuiltinGallery {
    EmbedderInfo embedder;
    std::vector<BuiltinEntry> entries;
    std::uint64_t checksum = 0;  ///< of the file: tells one built-in gallery from another
};

/// One entry a person of the store, by name. An entry's embedding is the mean of the person's, scaled to the
/// mean of their norms: a mean alone is shorter than any face's embedding, and the nearer to everybody the
/// more its photos differ, so that it would draw strangers.
[[nodiscard]] BuiltinGallery build_builtin(const Store& store);

/// Writes the gallery with 8 bits a value. The file, little-endian: "facesbig"; u32 version (1); u32 people;
/// u32 dimension; the embedder's name, metric, precision; for each person the name, an f32 scale and
/// `dimension` i8, a value being scale times i8; the SHA-256 of all before. A text is u16 bytes and the
/// bytes, in UTF-8. Throws Error(invalid_argument) where an embedding has another dimension or a value that
/// is not finite, Error(unavailable) where the file cannot be written.
void write_builtin(const std::filesystem::path& file, const EmbedderInfo& embedder,
                   std::span<const BuiltinEntry> entries);

/// Reads it back. Throws Error(not_found) where there is no such file, Error(conflict) where it is damaged or
/// of another version.
[[nodiscard]] BuiltinGallery read_builtin(const std::filesystem::path& file);

}  // namespace faces
