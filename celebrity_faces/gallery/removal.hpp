#pragma once

#include <string>

#include "gallery/store.hpp"

namespace faces {

struct Removal {
    std::string what;  ///< for people to read: "Ada Lovelace" or "photo 17 (ada.jpg) of Ada Lovelace"
    Counts removed;
};

/// Removes what an operator names: a person by name; else a photo by the sha256 of its content, by a file on
/// this machine with the same content, by the name of the file that it came from, or by its number. Copies,
/// faces, embeddings and index entries go, files of the operator's stay. Throws Error(not_found) where
/// nothing is meant, and Error(conflict), listing them, where a file name means several photos.
Removal remove_named(Store& store, const std::string& what);

}  // namespace faces
