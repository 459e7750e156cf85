#include "gallery/store_state.hpp"

#include <array>
#include <cstring>

#include "faces/error.hpp"

namespace faces {
namespace {

std::string described(const EmbedderInfo& info) {
    return info.name + " (" + std::to_string(info.dimension) + " values, " + info.metric + ", " +
           info.precision + ")";
}

[[noreturn]] void refuse_blob(const char* what, std::size_t bytes, std::size_t wanted) {
    throw Error(ErrorCode::conflict, std::string("the gallery is damaged: ") + what + " of " +
                                         std::to_string(bytes) + " bytes, " + std::to_string(wanted) +
                                         " are wanted: put a backup in its place");
}

}  // namespace

Face read_face_columns(const sqlite::Statement& row, int first) {
    Face face{{row.real(first), row.real(first + 1), row.real(first + 2), row.real(first + 3)},
              row.real(first + 5),
              {}};
    std::array<double, 10> numbers;
    const std::span<const std::uint8_t> blob = row.blob(first + 4);
    if (blob.size() != sizeof(numbers)) refuse_blob("landmarks", blob.size(), sizeof(numbers));
    std::memcpy(numbers.data(), blob.data(), sizeof(numbers));
    for (std::size_t i = 0; i < face.landmarks.size(); ++i)
        face.landmarks[i] = {numbers[2 * i], numbers[2 * i + 1]};
    return face;
}

void read_vector(std::span<const std::uint8_t> blob, int dimension, Embedding& embedding) {
    const auto length = static_cast<std::size_t>(dimension);
    if (blob.size() != length * sizeof(float))
        refuse_blob("an embedding", blob.size(), length * sizeof(float));
    embedding.resize(length);
    std::memcpy(embedding.data(), blob.data(), blob.size());
}

std::optional<EmbedderInfo> read_embedder(sqlite::Database& database) {
    sqlite::Statement query = database.prepare(
        "SELECT name, dimension, metric, precision FROM embedders"
        " WHERE id = (SELECT embedder FROM embeddings LIMIT 1)");
    if (!query.next()) return {};
    return EmbedderInfo{query.text(0), static_cast<int>(query.integer(1)), query.text(2), query.text(3)};
}

std::int64_t read_revision(sqlite::Database& database) {
    return database.number("SELECT MAX(revision) FROM revisions");
}

void check_same_embedder(const EmbedderInfo& stored, const EmbedderInfo& other) {
    if (comparable(stored, other)) return;
    throw Error(ErrorCode::conflict,
                "the gallery holds embeddings of " + described(stored) +
                    ", which cannot be compared with those of " + described(other) +
                    ": `celebrity-faces gallery re-embed` brings the gallery to the embedder that is "
                    "asked for; or use the gallery's (--embedder), or another data directory");
}

}  // namespace faces
