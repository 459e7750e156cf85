#include "gallery/store.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <numeric>
#include <system_error>

#include "faces/error.hpp"
#include "gallery/names.hpp"
#include "gallery/schema.hpp"
#include "gallery/store_state.hpp"

namespace faces {
namespace fs = std::filesystem;
namespace {

fs::path database_file(const fs::path& data_directory) {
    return data_directory / "gallery.sqlite";
}

// SQLite's numbers have a sign: a page beyond all people stays one.
std::int64_t row_count(std::size_t count) {
    constexpr std::size_t most = std::numeric_limits<std::int64_t>::max();
    return static_cast<std::int64_t>(std::min(count, most));
}

std::vector<PersonPhoto> photos_of(sqlite::Statement& query, PersonId person) {
    std::vector<PersonPhoto> photos;
    query.bind(person);
    while (query.next())
        photos.push_back({query.integer(0), static_cast<int>(query.integer(1)),
                          static_cast<int>(query.integer(2)), query.text(3), query.text(4), query.text(5)});
    return photos;
}

/// The people of a query that answers `id, name`, with their photos.
std::vector<Person> read_people(sqlite::Database& database, sqlite::Statement& query) {
    sqlite::Statement photos = database.prepare(
        "SELECT id, width, height, link, licence, credit FROM photos WHERE person = ? ORDER BY id");
    std::vector<Person> people;
    while (query.next())
        people.push_back({query.integer(0), query.text(1), false, photos_of(photos, query.integer(0))});
    return people;
}

std::optional<Person> first(std::vector<Person> people) {
    if (people.empty()) return {};
    return std::move(people.front());
}

std::optional<StoredFace> read_stored_face(sqlite::Statement& query) {
    if (!query.next()) return {};
    StoredFace stored{query.integer(0), query.integer(1), {}, read_face_columns(query, 3)};
    if (!query.null(2)) stored.photo = query.integer(2);
    return stored;
}

constexpr const char* select_faces =
    "SELECT id, person, photo, x, y, width, height, landmarks, score FROM faces ";

}  // namespace

Store::Store(const fs::path& data_directory) {
    std::error_code failure;
    fs::create_directories(data_directory, failure);
    if (failure)
        throw Error(ErrorCode::unavailable, "the data directory " + data_directory.string() +
                                                " cannot be made: " + failure.message());
    state_ = std::make_unique<State>(data_directory);
    migrate(*state_->connections.take(), schema_steps(), database_file(data_directory));
}

Store::~Store() = default;

bool Store::exists(const fs::path& data_directory) {
    std::error_code failure;
    return fs::is_regular_file(database_file(data_directory), failure);
}

const fs::path& Store::data_directory() const noexcept {
    return state_->directory;
}

std::optional<Person> Store::person(PersonId id) const {
    const auto database = state_->connections.take();
    sqlite::Statement query = database->prepare("SELECT id, name FROM people WHERE id = ?");
    return first(read_people(*database, query.bind(id)));
}

std::optional<Person> Store::person_named(const std::string& name) const {
    std::string key;
    try {
        key = search_key(clean_name(name));
    } catch (const Error&) {
        return {};  // nobody has a name that would have been refused
    }
    const auto database = state_->connections.take();
    sqlite::Statement query = database->prepare("SELECT id, name FROM people WHERE key = ?");
    return first(read_people(*database, query.bind(key)));
}

std::optional<StoredFace> Store::face(FaceId id) const {
    const auto database = state_->connections.take();
    sqlite::Statement query = database->prepare(std::string(select_faces) + "WHERE id = ?");
    return read_stored_face(query.bind(id));
}

std::optional<StoredFace> Store::best_face(PersonId id) const {
    const auto database = state_->connections.take();
    sqlite::Statement query =
        database->prepare(std::string(select_faces) +
                          "WHERE person = ? AND photo IS NOT NULL ORDER BY width * height DESC, id LIMIT 1");
    return read_stored_face(query.bind(id));
}

std::optional<Embedding> Store::mean_embedding(PersonId id) const {
    auto [mean, count] = mean_of(id);
    if (count < 2) return {};
    return mean;
}

std::optional<Embedding> Store::embedding(PersonId id) const {
    return mean_of(id).first;
}

std::pair<std::optional<Embedding>, std::size_t> Store::mean_of(PersonId id) const {
    const auto database = state_->connections.take();
    sqlite::Statement query = database->prepare(
        "SELECT vector, dimension FROM faces JOIN embeddings ON face = faces.id"
        " JOIN embedders ON embedders.id = embedder WHERE person = ?");
    query.bind(id);
    Embedding sum, embedding;
    std::size_t count = 0;
    double lengths = 0;
    const auto length = [](const Embedding& of) {
        return std::sqrt(std::inner_product(of.begin(), of.end(), of.begin(), 0.0));
    };
    for (; query.next(); ++count) {
        read_vector(query.blob(0), static_cast<int>(query.integer(1)), embedding);
        sum.resize(embedding.size());
        std::transform(sum.begin(), sum.end(), embedding.begin(), sum.begin(), std::plus<>());
        lengths += length(embedding);
    }
    const double sum_length = length(sum);
    if (sum_length == 0) return {std::nullopt, count};
    const double scale = lengths / static_cast<double>(count) / sum_length;
    for (float& value : sum) value = static_cast<float>(value * scale);
    return {std::move(sum), count};
}

std::optional<std::string> Store::photo_content(PhotoId id) const {
    const auto database = state_->connections.take();
    sqlite::Statement query = database->prepare("SELECT sha256 FROM photos WHERE id = ?");
    if (!query.bind(id).next()) return {};
    return query.text(0);
}

std::optional<std::vector<std::uint8_t>> Store::photo_bytes(PhotoId id) const {
    const std::optional<std::string> sha256 = photo_content(id);
    return sha256 ? state_->copies.read(*sha256) : std::nullopt;
}

std::optional<std::filesystem::path> Store::photo_file(PhotoId id) const {
    const std::optional<std::string> sha256 = photo_content(id);
    if (!sha256) return {};
    return PhotoFiles::file_in(data_directory(), *sha256);
}

std::vector<Person> Store::list(const std::string& query, std::size_t offset, std::size_t limit) const {
    const auto database = state_->connections.take();
    const sqlite::Transaction one_state(*database, sqlite::Transaction::Kind::read);
    sqlite::Statement page = database->prepare(
        "SELECT id, name FROM people WHERE instr(key, ?) > 0 ORDER BY key LIMIT ? OFFSET ?");
    return read_people(*database, page.bind(search_key(query), row_count(limit), row_count(offset)));
}

std::size_t Store::count(const std::string& query) const {
    const auto database = state_->connections.take();
    sqlite::Statement count = database->prepare("SELECT COUNT(*) FROM people WHERE instr(key, ?) > 0");
    count.bind(search_key(query)).next();
    return static_cast<std::size_t>(count.integer(0));
}

std::size_t Store::count_before(const std::string& query, const std::string& key) const {
    const auto database = state_->connections.take();
    sqlite::Statement count =
        database->prepare("SELECT COUNT(*) FROM people WHERE instr(key, ?) > 0 AND key < ?");
    count.bind(search_key(query), key).next();
    return static_cast<std::size_t>(count.integer(0));
}

std::vector<std::string> Store::keys() const {
    const auto database = state_->connections.take();
    sqlite::Statement query = database->prepare("SELECT key FROM people");
    std::vector<std::string> keys;
    while (query.next()) keys.push_back(query.text(0));
    return keys;
}

Counts Store::counts() const {
    const auto database = state_->connections.take();
    sqlite::Statement query = database->prepare(
        "SELECT (SELECT COUNT(*) FROM people), (SELECT COUNT(*) FROM photos), (SELECT COUNT(*) FROM faces)");
    query.next();
    return {static_cast<std::size_t>(query.integer(0)), static_cast<std::size_t>(query.integer(1)),
            static_cast<std::size_t>(query.integer(2))};
}

void Store::for_each_photo(std::optional<PersonId> person,
                           const std::function<void(const StoredPhoto&)>& visit) const {
    const auto database = state_->connections.take();
    sqlite::Statement query = database->prepare(
        "SELECT f.id, f.width, f.height, link, licence, credit, person, name, sha256, source"
        " FROM photos AS f JOIN people AS p ON p.id = f.person"
        " WHERE ?1 IS NULL OR person = ?1 ORDER BY key, f.id");
    query.bind(person);
    while (query.next()) {
        const PersonPhoto shown{query.integer(0),
                                static_cast<int>(query.integer(1)),
                                static_cast<int>(query.integer(2)),
                                query.text(3),
                                query.text(4),
                                query.text(5)};
        visit({shown, query.integer(6), query.text(7), query.text(8), query.text(9)});
    }
}

std::optional<std::string> Store::photo_owner(const std::string& sha256) const {
    const auto database = state_->connections.take();
    sqlite::Statement query = database->prepare(
        "SELECT name FROM photos JOIN people ON people.id = photos.person WHERE sha256 = ?");
    if (!query.bind(sha256).next()) return {};
    return query.text(0);
}

bool Store::has_embedding(const std::string& name, const Embedding& embedding) const {
    const auto database = state_->connections.take();
    sqlite::Statement query = database->prepare(
        "SELECT 1 FROM people JOIN faces ON person = people.id JOIN embeddings ON face = faces.id"
        " WHERE key = ? AND photo IS NULL AND vector = ?");
    return query.bind(search_key(name), blob_of<float>(embedding)).next();
}

std::vector<FaceId> Store::face_ids() const {
    const auto database = state_->connections.take();
    sqlite::Statement query = database->prepare("SELECT id FROM faces ORDER BY id");
    std::vector<FaceId> ids;
    while (query.next()) ids.push_back(query.integer(0));
    return ids;
}

std::optional<NewFace> Store::kept_face(FaceId id) const {
    const auto database = state_->connections.take();
    sqlite::Statement query = database->prepare(
        "SELECT f.x, f.y, f.width, f.height, f.landmarks, f.score, people.name, vector, dimension,"
        " sha256, photos.width, photos.height, link, licence, credit, source"
        " FROM faces AS f JOIN people ON people.id = f.person JOIN embeddings ON face = f.id"
        " JOIN embedders ON embedders.id = embedder LEFT JOIN photos ON photos.id = f.photo WHERE f.id = ?");
    if (!query.bind(id).next()) return {};
    NewFace kept{query.text(6), {}, read_face_columns(query, 0), {}};
    read_vector(query.blob(7), static_cast<int>(query.integer(8)), kept.embedding);
    if (!query.null(9))
        kept.photo = NewPhoto{query.text(9),
                              {},
                              static_cast<int>(query.integer(10)),
                              static_cast<int>(query.integer(11)),
                              query.text(12),
                              query.text(13),
                              query.text(14),
                              query.text(15)};
    return kept;
}

void Store::copy_to(const fs::path& file) const {
    state_->connections.take()->copy_to(file);
}

}  // namespace faces
