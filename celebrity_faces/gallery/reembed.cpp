#include "gallery/reembed.hpp"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <thread>

#include "faces/error.hpp"
#include "gallery/import_lock.hpp"
#include "photo/decode.hpp"

namespace faces {
namespace {

/// Faces that are embedded side by side and then written in one transaction: some seconds' work.
constexpr std::size_t chunk_size = 256;

Embedding embedding_of(const Store& store, const NewEmbedding& wanted, const Aligner& aligner,
                       const Embedder& embedder) {
    const std::optional<StoredFace> face = store.face(wanted.face);
    const auto bytes = face && face->photo ? store.photo_bytes(*face->photo) : std::nullopt;
    if (!bytes)
        throw Error(ErrorCode::not_found,
                    "the copy of the photo is missing: remove the photo, and import it again");
    const Image chip = aligner.align(decode_photo(*bytes).image, face->face).image;
    return embedder.embed({&chip, 1}).front();
}

ReembedFailure failure_of(const Store& store, FaceId face, const std::string& reason) {
    const std::optional<NewFace> kept = store.kept_face(face);
    if (!kept) return {"", "", reason};
    return {kept->person, kept->photo ? kept->photo->source : "", reason};
}

}  // namespace

ReembedSummary reembed(Store& store, const Aligner& aligner, const Embedder& embedder,
                       const ReembedOptions& options) {
    const ImportLock lock(store.data_directory());
    ReembedSummary summary;
    summary.faces = store.counts().faces;
    const std::vector<FaceId> todo = store.start_reembedding(embedder.info());
    std::size_t done = summary.faces - todo.size();
    const unsigned threads =
        options.threads > 0 ? options.threads : std::max(1U, std::thread::hardware_concurrency());
    for (std::size_t first = 0; first < todo.size() && !options.stop.stop_requested(); first += chunk_size) {
        std::vector<NewEmbedding> chunk;
        for (std::size_t i = first; i < std::min(first + chunk_size, todo.size()); ++i)
            chunk.push_back({todo[i], {}});
        std::atomic<std::size_t> next = 0;
        std::mutex mutex;  // of summary.failures
        {
            std::vector<std::jthread> workers;
            for (unsigned t = 0; t < threads; ++t)
                workers.emplace_back([&] {
                    for (std::size_t i = next++; i < chunk.size(); i = next++) try {
                            chunk[i].embedding = embedding_of(store, chunk[i], aligner, embedder);
                        } catch (const std::exception& error) {
                            const std::scoped_lock guard(mutex);
                            summary.failures.push_back(failure_of(store, chunk[i].face, error.what()));
                        }
                });
        }
        std::erase_if(chunk, [](const NewEmbedding& made) { return made.embedding.empty(); });
        store.keep_new_embeddings(chunk, embedder.info());
        summary.made += chunk.size();
        done += chunk.size();
        if (options.progress) options.progress(done, summary.faces);
    }
    if (summary.failures.empty() && !options.stop.stop_requested())
        summary.exchanged = store.exchange_embeddings(embedder.info());
    return summary;
}

}  // namespace faces
