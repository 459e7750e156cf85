#include "gallery/index_sync.hpp"

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <string>

namespace faces {
namespace {

using namespace std::chrono_literals;
constexpr auto poll_interval = 500ms;
constexpr auto still_time = 10s;

class IndexSink final : public ChangeSink {
  public:
    IndexSink(VectorSearch& index, std::atomic<bool>& whole) : index_(index), whole_(whole) {}
    void start_over() override {
        started_over = true;
        whole_ = false;
        index_.set_revision(0);  // first, so that an interrupted rebuild begins again
        index_.clear();
    }
    void upsert(std::span<const IndexedFace> faces) override { index_.upsert(faces); }
    void remove(std::span<const FaceId> faces) override { index_.remove(faces); }

    bool started_over = false;

  private:
    VectorSearch& index_;
    std::atomic<bool>& whole_;
};

/// The index' revision that stands for a state of the gallery.
std::int64_t index_revision(const Gallery::ShownBuiltins& shown) {
    return shown.revision * Gallery::mark_count + shown.mark;
}

}  // namespace

IndexSync::IndexSync(const Gallery& gallery, VectorSearch& index, EmbedderInfo embedder)
    : gallery_(gallery), index_(index), embedder_(std::move(embedder)), indexed_(gallery.shown_builtins()) {}

bool IndexSync::sync_once() {
    const auto shown = gallery_.shown_builtins();
    const std::int64_t at = index_.revision();
    if (at == 0) whole_ = false;
    if (at == index_revision(*shown)) {
        whole_ = true;
        return false;
    }
    gallery_.check_embedder(embedder_);

    // An index with other built-in people than those known here must be made anew.
    const bool known = at % Gallery::mark_count == indexed_->mark;
    IndexSink sink(index_, whole_);
    const std::int64_t revision = gallery_.store().read_changes(known ? at / Gallery::mark_count : 0, sink);
    apply_builtins(shown, sink.started_over);
    index_.set_revision(revision * Gallery::mark_count + shown->mark);
    whole_ = true;
    return true;
}

void IndexSync::apply_builtins(const std::shared_ptr<const Gallery::ShownBuiltins>& shown,
                               bool started_over) {
    std::vector<std::uint32_t> before;
    if (!started_over) before = indexed_->entries;
    std::vector<std::uint32_t> after = shown->entries;
    std::sort(before.begin(), before.end());
    std::sort(after.begin(), after.end());

    std::vector<std::uint32_t> gone, come;
    std::set_difference(before.begin(), before.end(), after.begin(), after.end(), std::back_inserter(gone));
    std::set_difference(after.begin(), after.end(), before.begin(), before.end(), std::back_inserter(come));
    std::vector<FaceId> ids;
    ids.reserve(gone.size());
    for (const std::uint32_t entry : gone) ids.push_back(Gallery::builtin_id(entry));
    if (!ids.empty()) index_.remove(ids);
    std::vector<IndexedFace> faces;
    faces.reserve(come.size());
    for (const std::uint32_t entry : come) faces.push_back(gallery_.builtin_face(entry));
    if (!faces.empty()) index_.upsert(faces);
    indexed_ = shown;
}

void IndexSync::save_when_still() {
    if (saved_ || std::chrono::steady_clock::now() - changed_ < still_time) return;
    index_.save();
    saved_ = true;
}

void IndexSync::follow(const std::stop_token& stop,
                       const std::function<void(const std::exception&)>& on_error) {
    std::string last_error;
    const auto attempt = [&](const auto& work) {
        try {
            work();
            last_error.clear();
        } catch (const std::exception& error) {
            if (last_error != error.what()) on_error(error);
            last_error = error.what();
        }
    };
    std::mutex mutex;
    std::condition_variable_any never;  // wakes for the stop alone
    std::unique_lock lock(mutex);
    while (!stop.stop_requested()) {
        attempt([&] {
            if (sync_once()) {
                changed_ = std::chrono::steady_clock::now();
                saved_ = false;
            }
            save_when_still();
        });
        never.wait_for(lock, stop, poll_interval, [] { return false; });
    }
    if (!saved_) attempt([&] { index_.save(); });
}

}  // namespace faces
