#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "faces/embedding.hpp"
#include "faces/face.hpp"
#include "faces/vector_search.hpp"

namespace faces {

using PhotoId = std::int64_t;

/// A photo of a person that may be shown.
struct PersonPhoto {
    PhotoId id = 0;
    int width = 0;                      ///< of the stored copy, px
    int height = 0;                     ///< of the stored copy, px
    std::string link, licence, credit;  ///< as imported; empty where unknown
};

struct Person {
    PersonId id = 0;
    std::string name;
    bool builtin = false;  ///< from the built-in gallery: name and embedding only
    std::vector<PersonPhoto> photos;
};

/// A stored face: the photo that shows it (absent where none may be shown) and where in the stored copy it
/// is.
struct StoredFace {
    FaceId id = 0;
    PersonId person = 0;
    std::optional<PhotoId> photo;
    Face face;  ///< in pixels of the stored copy
};

/// The gallery as the use cases read it. May be called from many threads at once.
class People {
  public:
    virtual ~People() = default;

    [[nodiscard]] virtual std::optional<Person> person(PersonId id) const = 0;
    [[nodiscard]] virtual std::optional<StoredFace> face(FaceId id) const = 0;
    /// The face that stands for a person: the largest of the person's shown photos. Absent where none may be
    /// shown.
    [[nodiscard]] virtual std::optional<StoredFace> best_face(PersonId id) const = 0;
    /// The mean of a person's embeddings, brought to their length. Absent for a person with one face: it is
    /// its own mean.
    [[nodiscard]] virtual std::optional<Embedding> mean_embedding(PersonId id) const = 0;
    /// What stands for the person as a point: the mean, or the one face's. Absent for an unknown person and
    /// for one without an embedding of the gallery's embedder.
    [[nodiscard]] virtual std::optional<Embedding> embedding(PersonId id) const = 0;
    /// The stored copy's bytes: a JPEG. Absent where there is none.
    [[nodiscard]] virtual std::optional<std::vector<std::uint8_t>> photo_bytes(PhotoId id) const = 0;
    /// People whose names contain `query` (case-insensitive, empty: all), by name; one page of them.
    [[nodiscard]] virtual std::vector<Person> list(const std::string& query, std::size_t offset,
                                                   std::size_t limit) const = 0;
    [[nodiscard]] virtual std::size_t count(const std::string& query) const = 0;
};

}  // namespace faces
