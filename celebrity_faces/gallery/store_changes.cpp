#include "faces/error.hpp"
#include "gallery/store.hpp"
#include "gallery/store_state.hpp"

namespace faces {
namespace {

using sqlite::Database;
using sqlite::Statement;

// A batch of 128-value embeddings is 1 MB: few calls over HTTP, and enough for all cores in an embedded
// index.
constexpr std::size_t batch_size = 2048;

bool can_follow(Database& database, std::int64_t since) {
    Statement query = database.prepare("SELECT 1 FROM revisions WHERE revision = ?");
    return query.bind(since).next();
}

void send_removals(Database& database, std::int64_t since, ChangeSink& sink) {
    Statement query = database.prepare("SELECT face FROM removals WHERE revision > ?");
    query.bind(since);
    std::vector<FaceId> batch;
    while (query.next()) {
        batch.push_back(query.integer(0));
        if (batch.size() < batch_size) continue;
        sink.remove(batch);
        batch.clear();
    }
    if (!batch.empty()) sink.remove(batch);
}

void send_faces(Database& database, std::int64_t since, int dimension, ChangeSink& sink) {
    Statement query = database.prepare(
        since == 0 ? "SELECT id, person, vector FROM faces JOIN embeddings ON face = id WHERE revision > ?"
                     " ORDER BY id"
                   : "SELECT id, person, vector FROM faces INDEXED BY faces_by_revision"
                     " JOIN embeddings ON face = id WHERE revision > ?");
    query.bind(since);
    // The batch's embeddings keep their memory from one batch to the next.
    std::vector<IndexedFace> batch(batch_size);
    std::size_t filled = 0;
    while (query.next()) {
        IndexedFace& face = batch[filled++];
        face.face = query.integer(0);
        face.person = query.integer(1);
        read_vector(query.blob(2), dimension, face.embedding);
        if (filled < batch_size) continue;
        sink.upsert(batch);
        filled = 0;
    }
    if (filled > 0) sink.upsert(std::span(batch).first(filled));
}

}  // namespace

std::int64_t Store::revision() const {
    return read_revision(*state_->connections.take());
}

std::int64_t Store::read_changes(std::int64_t since, ChangeSink& sink) const {
    const auto database = state_->connections.take();
    const sqlite::Transaction one_state(*database, sqlite::Transaction::Kind::read);
    const std::int64_t revision = read_revision(*database);
    if (since == revision) return revision;
    if (can_follow(*database, since)) {
        send_removals(*database, since, sink);
    } else {
        since = 0;
        sink.start_over();
    }
    if (const std::optional<EmbedderInfo> embedder = read_embedder(*database))
        send_faces(*database, since, embedder->dimension, sink);
    return revision;
}

}  // namespace faces
