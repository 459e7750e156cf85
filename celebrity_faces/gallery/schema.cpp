#include "gallery/schema.hpp"

#include <array>
#include <string>

#include "faces/error.hpp"

namespace faces {
namespace {

// Ids are never used twice (AUTOINCREMENT), so that an index entry or a link of yesterday cannot come to mean
// somebody else. `key` is search_key(name). A face's landmarks are ten f64, x and y of each; a vector is f32;
// both as the processor has them, which is little-endian on every machine that the project runs on. A face's
// and a removal's revision is the commit's that made it; `revisions` holds those that an index can follow
// from, the newest being the store's.
constexpr const char* first_schema = R"sql(
CREATE TABLE revisions (revision INTEGER PRIMARY KEY);
CREATE TABLE people (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    key TEXT NOT NULL UNIQUE);
CREATE TABLE photos (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    person INTEGER NOT NULL REFERENCES people ON DELETE CASCADE,
    sha256 TEXT NOT NULL UNIQUE,
    width INTEGER NOT NULL,
    height INTEGER NOT NULL,
    link TEXT NOT NULL,
    licence TEXT NOT NULL,
    credit TEXT NOT NULL,
    source TEXT NOT NULL);
CREATE INDEX photos_of_person ON photos (person);
CREATE TABLE faces (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    person INTEGER NOT NULL REFERENCES people ON DELETE CASCADE,
    photo INTEGER REFERENCES photos ON DELETE CASCADE,
    x REAL NOT NULL,
    y REAL NOT NULL,
    width REAL NOT NULL,
    height REAL NOT NULL,
    landmarks BLOB NOT NULL,
    score REAL NOT NULL,
    revision INTEGER NOT NULL);
CREATE INDEX faces_of_person ON faces (person);
CREATE INDEX faces_of_photo ON faces (photo);
CREATE INDEX faces_by_revision ON faces (revision);
CREATE TABLE embedders (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    dimension INTEGER NOT NULL,
    metric TEXT NOT NULL,
    precision TEXT NOT NULL,
    UNIQUE (name, dimension, metric, precision));
CREATE TABLE embeddings (
    face INTEGER PRIMARY KEY REFERENCES faces ON DELETE CASCADE,
    embedder INTEGER NOT NULL REFERENCES embedders,
    vector BLOB NOT NULL);
CREATE TABLE removals (
    face INTEGER PRIMARY KEY,
    revision INTEGER NOT NULL);
CREATE INDEX removals_by_revision ON removals (revision);
INSERT INTO revisions SELECT CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER);
)sql";

// Embeddings of another embedder, until every face has one and they take the place of the old.
constexpr const char* new_embeddings_schema = R"sql(
CREATE TABLE new_embeddings (
    face INTEGER PRIMARY KEY REFERENCES faces ON DELETE CASCADE,
    embedder INTEGER NOT NULL REFERENCES embedders,
    vector BLOB NOT NULL);
)sql";

constexpr std::array steps = {first_schema, new_embeddings_schema};

constexpr std::int64_t application_id = 0x66616365;  // "face": marks the file as ours

[[noreturn]] void refuse(const std::filesystem::path& file, const std::string& why) {
    throw Error(ErrorCode::conflict, file.string() + " " + why);
}

void check_ours(sqlite::Database& database, const std::filesystem::path& file) {
    if (database.number("PRAGMA application_id") == application_id) return;
    if (database.number("SELECT COUNT(*) FROM sqlite_master") > 0)
        refuse(file, "is another program's database: name another data directory");
}

}  // namespace

std::span<const char* const> schema_steps() noexcept {
    return steps;
}

void migrate(sqlite::Database& database, std::span<const char* const> all_steps,
             const std::filesystem::path& file) {
    const auto newest = static_cast<std::int64_t>(all_steps.size());
    const auto schema = [&] { return database.number("PRAGMA user_version"); };
    const auto check_known = [&](std::int64_t found) {
        if (found > newest)
            refuse(file, "has schema " + std::to_string(found) + ", this program knows schemas up to " +
                             std::to_string(newest) + ": use the newer program that wrote it");
    };
    check_ours(database, file);
    check_known(schema());
    // Kept in the file. Readers and one writer at once, which a server with an import beside it needs.
    database.execute("PRAGMA journal_mode = WAL");
    if (schema() == newest) return;

    sqlite::Transaction transaction(database, sqlite::Transaction::Kind::write);
    const std::int64_t from = schema();  // another process may have been quicker
    check_known(from);
    for (std::int64_t step = from; step < newest; ++step)
        database.execute(all_steps[static_cast<std::size_t>(step)]);
    database.execute(("PRAGMA user_version = " + std::to_string(newest)).c_str());
    database.execute(("PRAGMA application_id = " + std::to_string(application_id)).c_str());
    transaction.commit();
}

}  // namespace faces
