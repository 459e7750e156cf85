#include <array>
#include <chrono>
#include <cmath>
#include <unordered_set>

#include "faces/error.hpp"
#include "gallery/names.hpp"
#include "gallery/store.hpp"
#include "gallery/store_state.hpp"

namespace faces {
namespace {

using sqlite::Database;
using sqlite::Statement;
using sqlite::Transaction;

std::int64_t new_revision(Database& database) {
    using std::chrono::milliseconds;
    const auto now =
        std::chrono::duration_cast<milliseconds>(std::chrono::system_clock::now().time_since_epoch());
    const std::int64_t revision = std::max<std::int64_t>(now.count(), read_revision(database) + 1);
    database.prepare("INSERT INTO revisions VALUES (?)").bind(revision).run();
    return revision;
}

void check_embedding(const std::string& whose, const Embedding& embedding, const EmbedderInfo& embedder) {
    if (embedding.size() != static_cast<std::size_t>(embedder.dimension))
        throw Error(ErrorCode::invalid_argument,
                    "an embedding of " + whose + " has " + std::to_string(embedding.size()) + " values, " +
                        embedder.name + " makes " + std::to_string(embedder.dimension));
    for (const float value : embedding)
        if (!std::isfinite(value))
            throw Error(ErrorCode::invalid_argument,
                        "an embedding of " + whose + " holds a value that is no finite number");
}

std::int64_t embedder_id(Database& database, const EmbedderInfo& info) {
    database
        .prepare("INSERT OR IGNORE INTO embedders (name, dimension, metric, precision) VALUES (?, ?, ?, ?)")
        .bind(info.name, info.dimension, info.metric, info.precision)
        .run();
    Statement query = database.prepare(
        "SELECT id FROM embedders WHERE name = ? AND dimension = ? AND metric = ? AND precision = ?");
    query.bind(info.name, info.dimension, info.metric, info.precision).next();
    return query.integer(0);
}

/// The statements of one insertion, prepared once for all its rows.
class Inserter {
  public:
    Inserter(Database& database, std::int64_t embedder)
        : database_(database), embedder_(embedder), revision_(new_revision(database)) {}

    [[nodiscard]] std::optional<std::string> owner(const std::string& sha256) {
        if (!owner_.bind(sha256).next()) return {};
        return owner_.text(0);
    }

    FaceId insert(const NewFace& face) {
        const PersonId person = person_of(face.person);
        std::optional<PhotoId> photo;
        if (face.photo) photo = insert_photo(person, *face.photo);
        std::array<double, 10> landmarks;
        for (std::size_t i = 0; i < face.face.landmarks.size(); ++i) {
            landmarks[2 * i] = face.face.landmarks[i].x;
            landmarks[2 * i + 1] = face.face.landmarks[i].y;
        }
        const Box& box = face.face.box;
        face_.bind(person, photo, box.x, box.y, box.width, box.height, blob_of<double>(landmarks),
                   face.face.score, revision_);
        face_.run();
        const FaceId id = database_.last_id();
        embedding_.bind(id, embedder_, blob_of<float>(face.embedding)).run();
        return id;
    }

    [[nodiscard]] std::size_t people_added() const noexcept { return people_added_; }

  private:
    PersonId person_of(const std::string& given) {
        const std::string name = clean_name(given);
        const std::string key = search_key(name);
        if (find_person_.bind(key).next()) return find_person_.integer(0);
        person_.bind(name, key).run();
        ++people_added_;
        return database_.last_id();
    }

    PhotoId insert_photo(PersonId person, const NewPhoto& photo) {
        photo_.bind(person, photo.sha256, photo.width, photo.height, photo.link, photo.licence, photo.credit,
                    photo.source);
        photo_.run();
        return database_.last_id();
    }

    Database& database_;
    std::int64_t embedder_;
    std::int64_t revision_;
    std::size_t people_added_ = 0;
    Statement owner_ = database_.prepare(
        "SELECT name FROM photos JOIN people ON people.id = photos.person WHERE sha256 = ?");
    Statement find_person_ = database_.prepare("SELECT id FROM people WHERE key = ?");
    Statement person_ = database_.prepare("INSERT INTO people (name, key) VALUES (?, ?)");
    Statement photo_ = database_.prepare(
        "INSERT INTO photos (person, sha256, width, height, link, licence, credit, source)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
    Statement face_ = database_.prepare(
        "INSERT INTO faces (person, photo, x, y, width, height, landmarks, score, revision)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)");
    Statement embedding_ =
        database_.prepare("INSERT INTO embeddings (face, embedder, vector) VALUES (?, ?, ?)");
};

/// Remembers only the newest removals; who follows from before the forgotten ones must start over.
void forget_old_removals(Database& database) {
    Statement newest_forgotten =
        database.prepare("SELECT revision FROM removals ORDER BY revision DESC, face DESC LIMIT 1 OFFSET ?");
    if (!newest_forgotten.bind(Store::kept_removals).next()) return;
    const std::int64_t revision = newest_forgotten.integer(0);
    newest_forgotten.reset();
    database.prepare("DELETE FROM removals WHERE revision <= ?").bind(revision).run();
    database.prepare("DELETE FROM revisions WHERE revision < ?").bind(revision).run();
}

/// The texts that a query with one parameter answers.
std::vector<std::string> texts(Database& database, const char* sql, std::int64_t parameter) {
    Statement query = database.prepare(sql);
    query.bind(parameter);
    std::vector<std::string> found;
    while (query.next()) found.push_back(query.text(0));
    return found;
}

/// Notes the faces of a query's rows as removed. Returns how many.
std::size_t note_removals(Database& database, const std::string& which, std::int64_t parameter) {
    database.prepare("INSERT INTO removals SELECT id, ? FROM faces WHERE " + which)
        .bind(new_revision(database), parameter)
        .run();
    const auto count = static_cast<std::size_t>(database.number("SELECT changes()"));
    forget_old_removals(database);
    return count;
}

// Copies get their names inside write transactions only, so under the write lock a copy without a row is
// nobody's.
void remove_unnamed(Database& database, const PhotoFiles& copies, const std::vector<std::string>& hashes,
                    std::size_t& removed) {
    const Transaction lock(database, Transaction::Kind::write);
    Statement named = database.prepare("SELECT 1 FROM photos WHERE sha256 = ?");
    for (const std::string& sha256 : hashes) {
        if (named.bind(sha256).next()) continue;
        copies.remove(sha256);
        ++removed;
    }
}

}  // namespace

std::optional<EmbedderInfo> Store::embedder() const {
    return read_embedder(*state_->connections.take());
}

void Store::check_embedder(const EmbedderInfo& embedder) const {
    if (const std::optional<EmbedderInfo> stored = this->embedder()) check_same_embedder(*stored, embedder);
}

InsertResult Store::insert_faces(std::span<const NewFace> faces, const EmbedderInfo& embedder) {
    for (const NewFace& face : faces) check_embedding(face.person, face.embedding, embedder);
    // The slow part, writing the copies to the disk, is done before the write lock is taken.
    std::vector<std::optional<PhotoFiles::Staged>> staged(faces.size());
    for (std::size_t i = 0; i < faces.size(); ++i)
        if (faces[i].photo)
            staged[i].emplace(state_->copies.stage(faces[i].photo->sha256, faces[i].photo->jpeg));

    const auto database = state_->connections.take();
    Transaction transaction(*database, Transaction::Kind::write);
    if (const auto stored = read_embedder(*database)) check_same_embedder(*stored, embedder);
    InsertResult result;
    std::vector<PhotoFiles::Staged> wanted;
    {
        Inserter inserter(*database, embedder_id(*database, embedder));
        for (std::size_t i = 0; i < faces.size(); ++i) {
            const NewFace& face = faces[i];
            if (face.photo) {
                if (std::optional<std::string> owner = inserter.owner(face.photo->sha256)) {
                    result.entries.push_back({{}, std::move(*owner)});
                    continue;
                }
                wanted.push_back(std::move(*staged[i]));
            }
            result.entries.push_back({inserter.insert(face), clean_name(face.person)});
        }
        result.people_added = inserter.people_added();
    }
    PhotoFiles::publish(wanted);
    transaction.commit();
    return result;
}

std::vector<FaceId> Store::start_reembedding(const EmbedderInfo& embedder) {
    const auto database = state_->connections.take();
    Transaction transaction(*database, Transaction::Kind::write);
    if (const auto bare = database->number("SELECT COUNT(*) FROM faces WHERE photo IS NULL"); bare > 0)
        throw Error(ErrorCode::conflict,
                    std::to_string(bare) +
                        " faces of the gallery have no photo, from which an embedding of " + embedder.name +
                        " could be made: remove their people first");
    database
        ->prepare(
            "DELETE FROM new_embeddings WHERE embedder NOT IN"
            " (SELECT id FROM embedders WHERE name = ? AND dimension = ? AND metric = ?)")
        .bind(embedder.name, embedder.dimension, embedder.metric)
        .run();
    std::vector<FaceId> faces;
    {
        Statement query = database->prepare(
            "SELECT id FROM faces WHERE id NOT IN (SELECT face FROM new_embeddings) ORDER BY id");
        while (query.next()) faces.push_back(query.integer(0));
    }
    transaction.commit();
    return faces;
}

void Store::keep_new_embeddings(std::span<const NewEmbedding> embeddings, const EmbedderInfo& embedder) {
    for (const NewEmbedding& made : embeddings)
        check_embedding("face " + std::to_string(made.face), made.embedding, embedder);
    const auto database = state_->connections.take();
    Transaction transaction(*database, Transaction::Kind::write);
    const std::int64_t id = embedder_id(*database, embedder);
    {
        Statement insert = database->prepare(
            "INSERT OR REPLACE INTO new_embeddings SELECT id, ?, ? FROM faces WHERE id = ?");
        for (const NewEmbedding& made : embeddings)
            insert.bind(id, blob_of<float>(made.embedding), made.face).run();
    }
    transaction.commit();
}

bool Store::exchange_embeddings(const EmbedderInfo& embedder) {
    const auto database = state_->connections.take();
    Transaction transaction(*database, Transaction::Kind::write);
    Statement lacking = database->prepare(
        "SELECT COUNT(*) FROM faces WHERE id NOT IN (SELECT face FROM new_embeddings WHERE embedder IN"
        " (SELECT id FROM embedders WHERE name = ? AND dimension = ? AND metric = ?))");
    if (lacking.bind(embedder.name, embedder.dimension, embedder.metric).next() && lacking.integer(0) > 0)
        return false;
    lacking.reset();
    database->execute("DELETE FROM embeddings");
    database->execute("INSERT INTO embeddings SELECT face, embedder, vector FROM new_embeddings");
    database->execute("DELETE FROM new_embeddings");
    // Nobody can follow from before: what they hold are embeddings of the old kind.
    const std::int64_t revision = new_revision(*database);
    database->execute("DELETE FROM removals");
    database->prepare("DELETE FROM revisions WHERE revision < ?").bind(revision).run();
    transaction.commit();
    return true;
}

Counts Store::remove_person(PersonId id) {
    const auto database = state_->connections.take();
    std::vector<std::string> hashes;
    Counts removed{1, 0, 0};
    {
        Transaction transaction(*database, Transaction::Kind::write);
        if (texts(*database, "SELECT name FROM people WHERE id = ?", id).empty())
            throw Error(ErrorCode::not_found, "there is no person " + std::to_string(id));
        hashes = texts(*database, "SELECT sha256 FROM photos WHERE person = ?", id);
        removed.photos = hashes.size();
        removed.faces = note_removals(*database, "person = ?", id);
        database->prepare("DELETE FROM people WHERE id = ?").bind(id).run();
        transaction.commit();
    }
    std::size_t copies = 0;
    remove_unnamed(*database, state_->copies, hashes, copies);
    return removed;
}

Counts Store::remove_photo(PhotoId id) {
    const auto database = state_->connections.take();
    std::vector<std::string> hashes;
    Counts removed{0, 1, 0};
    {
        Transaction transaction(*database, Transaction::Kind::write);
        hashes = texts(*database, "SELECT sha256 FROM photos WHERE id = ?", id);
        if (hashes.empty()) throw Error(ErrorCode::not_found, "there is no photo " + std::to_string(id));
        removed.faces = note_removals(*database, "photo = ?", id);
        Statement person = database->prepare("SELECT person FROM photos WHERE id = ?");
        person.bind(id).next();
        const PersonId owner = person.integer(0);
        person.reset();
        database->prepare("DELETE FROM photos WHERE id = ?").bind(id).run();
        database
            ->prepare(
                "DELETE FROM people WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM faces WHERE person = ?1)")
            .bind(owner)
            .run();
        removed.people = static_cast<std::size_t>(database->number("SELECT changes()"));
        transaction.commit();
    }
    std::size_t copies = 0;
    remove_unnamed(*database, state_->copies, hashes, copies);
    return removed;
}

std::size_t Store::sweep_copies() {
    state_->copies.remove_staged();
    std::size_t removed = 0;
    remove_unnamed(*state_->connections.take(), state_->copies, state_->copies.all(), removed);
    return removed;
}

}  // namespace faces
