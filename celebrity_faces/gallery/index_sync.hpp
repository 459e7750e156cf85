#pragma once

#include <atomic>
#include <chrono>
#include <exception>
#include <functional>
#include <memory>
#include <stop_token>

#include "faces/embedding.hpp"
#include "faces/vector_search.hpp"
#include "gallery/gallery.hpp"

namespace faces {

/// Keeps an index at what a gallery shows: what changed in the store since the index' revision, or everything
/// where that revision is unknown to the store, and the built-in people that are shown. The index' revision
/// is the store's times Gallery::mark_count plus the mark of the shown built-in people, so that one number
/// tells whether both are right; it stays below 2^53 until the year 2109.
///
/// For one thread at a time; searches go on beside it. The gallery and the index must outlive it.
class IndexSync {
  public:
    IndexSync(const Gallery& gallery, VectorSearch& index, EmbedderInfo embedder);

    /// Whether anything was to do. Throws Error(conflict) where the gallery has another embedder's
    /// embeddings, and what the store and the index throw; then the next call does what is left.
    bool sync_once();

    /// Whether the index holds a whole gallery, be it that of a moment ago. False until it was in step once,
    /// and while it is made anew, as after an index service has lost its data. From any thread.
    [[nodiscard]] bool is_whole() const noexcept { return whole_; }

    /// Syncs every half a second until it is asked to stop; has the index saved when it has been still for
    /// ten seconds, and at the end. Errors go to `on_error`, a repeated one once, and the next turn tries
    /// again.
    void follow(const std::stop_token& stop, const std::function<void(const std::exception&)>& on_error);

  private:
    void apply_builtins(const std::shared_ptr<const Gallery::ShownBuiltins>& shown, bool started_over);
    void save_when_still();

    const Gallery& gallery_;
    VectorSearch& index_;
    const EmbedderInfo embedder_;
    std::shared_ptr<const Gallery::ShownBuiltins> indexed_;  // those that the index is taken to hold
    std::chrono::steady_clock::time_point changed_;
    bool saved_ = true;
    std::atomic<bool> whole_ = false;
};

}  // namespace faces
