#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <condition_variable>
#include <hnsw/index.hpp>
#include <mutex>
#include <shared_mutex>
#include <thread>
#include <unordered_set>

#include "faces/error.hpp"
#include "index_client/backlog.hpp"
#include "index_client/index_client.hpp"

namespace faces {
namespace {

/// Faces that move from the backlog into the graph at a time: some tens of milliseconds.
constexpr std::size_t step = 256;

hnsw::IndexOptions index_options(const EmbedderInfo& embedder) {
    return {.dimension = static_cast<std::size_t>(embedder.dimension),
            .metric = hnsw::parse_metric(embedder.metric)};
}

/// The snapshot, where there is one that fits.
hnsw::Index open(const EmbeddedIndexOptions& options) {
    const hnsw::IndexOptions wanted = index_options(options.embedder);
    if (!options.snapshot.empty() && std::filesystem::exists(options.snapshot)) {
        try {
            hnsw::Index index = hnsw::Index::load(options.snapshot);
            if (index.options().dimension == wanted.dimension && index.options().metric == wanted.metric) {
                return index;
            }
            options.on_warning(fmt::format("{} is of another embedder; the index is built again",
                                           options.snapshot.string()));
        } catch (const hnsw::Error& error) {
            options.on_warning(fmt::format("{}; the index is built again", error.what()));
        }
    }
    return hnsw::Index(wanted);
}

/// Runs `work`, and passes the library's errors on as this project's own.
template <typename Work>
auto translated(const Work& work) -> decltype(work()) {
    try {
        return work();
    } catch (const hnsw::Error& error) {
        const bool file = error.code() == hnsw::ErrorCode::file;
        throw Error(file ? ErrorCode::unavailable : ErrorCode::invalid_argument, error.what());
    }
}

/// A graph, and a backlog of faces that it does not hold yet: they are found by looking at each until a
/// thread has moved them over. So a gallery of any size is searched, whole, a moment after the start, though
/// its graph takes a minute to build.
class EmbeddedIndex final : public VectorSearch {
  public:
    explicit EmbeddedIndex(const EmbeddedIndexOptions& options)
        : options_(options),
          graph_(translated([&] { return open(options); })),
          backlog_(graph_.options().dimension, graph_.options().metric),
          size_(graph_.size()),
          builder_([this](const std::stop_token& stop) { build(stop); }) {}

    [[nodiscard]] std::vector<Hit> search(std::span<const float> query, std::size_t k) const override {
        check(query);
        std::vector<Hit> waiting;
        {
            // The backlog first: a face that moves meanwhile is then found in the graph.
            const std::shared_lock lock(backlog_mutex_);
            waiting = backlog_.search(query, k);
        }
        std::vector<Hit> hits;
        for (const hnsw::Hit& hit :
             translated([&] { return graph_.search(query, {.k = k, .distinct_groups = true}); })) {
            hits.push_back({hit.id, hit.group, hit.distance});
        }
        return waiting.empty() ? hits : merged(waiting, hits, k);
    }

    void upsert(std::span<const IndexedFace> faces) override {
        for (const IndexedFace& face : faces) {
            check(face.embedding);
        }
        const std::scoped_lock lock(writers_, backlog_mutex_);
        for (const IndexedFace& face : faces) {
            // What the graph holds of a face that is replaced must not be found any more.
            const bool known = backlog_.contains(face.face) || erase_from_graph(face.face);
            size_ += known ? 0 : 1;
            backlog_.put(face);
        }
        work_.notify_one();
    }

    void remove(std::span<const FaceId> faces) override {
        const std::scoped_lock lock(writers_, backlog_mutex_);
        for (const FaceId face : faces) {
            const bool waiting = backlog_.contains(face);
            backlog_.erase(face);
            const bool indexed = erase_from_graph(face);
            size_ -= waiting || indexed ? 1 : 0;
        }
    }

    void clear() override {
        const std::scoped_lock lock(writers_, backlog_mutex_);
        backlog_.clear();
        graph_.clear();
        size_ = 0;
    }

    [[nodiscard]] std::int64_t revision() const override { return graph_.revision(); }
    void set_revision(std::int64_t revision) override { graph_.set_revision(revision); }
    [[nodiscard]] std::size_t size() const override { return size_; }
    [[nodiscard]] bool is_settled() const override {
        const std::shared_lock lock(backlog_mutex_);
        return backlog_.size() == 0;
    }

    /// A snapshot holds the graph alone: it is written once the backlog has moved, here or by the builder.
    void save() override {
        const std::scoped_lock lock(writers_);
        if (backlog_.size() > 0) {
            save_wanted_ = true;
        } else {
            write_snapshot();
        }
    }

  private:
    /// Whether the graph held the face. One that is moving is the builder's: it settles what has become of
    /// it.
    bool erase_from_graph(FaceId face) { return !moving_.contains(face) && graph_.erase(face); }

    void check(std::span<const float> vector) const {
        if (vector.size() != graph_.options().dimension) {
            throw Error(ErrorCode::invalid_argument,
                        fmt::format("the embedding has {} values, the index wants {}", vector.size(),
                                    graph_.options().dimension));
        }
        if (!std::ranges::all_of(vector, [](float value) { return std::isfinite(value); })) {
            throw Error(ErrorCode::invalid_argument, "the embedding has a value that is not finite");
        }
    }

    void write_snapshot() {
        save_wanted_ = false;
        if (!options_.snapshot.empty()) {
            translated([&] { graph_.save(options_.snapshot); });
        }
    }

    /// Moves the backlog into the graph, a step at a time, on half of the cores: the others answer.
    void build(const std::stop_token& stop) {
        const unsigned threads = std::max(1U, std::thread::hardware_concurrency() / 2);
        while (!stop.stop_requested()) {
            std::vector<Backlog::Entry> entries;
            {
                std::unique_lock lock(backlog_mutex_);
                work_.wait(lock, stop, [this] { return backlog_.size() > 0; });
                entries = backlog_.last(step);
                for (const auto& [face, version] : entries) {
                    moving_.insert(face.face);
                }
            }
            std::vector<hnsw::Item> items;
            items.reserve(entries.size());
            for (const auto& [face, version] : entries) {
                items.push_back({face.face, face.person, face.embedding});
            }
            try {
                graph_.upsert(items, {.threads = threads});
            } catch (const std::exception& error) {
                // They stay where they are found by looking at each; the same again would fail again.
                options_.on_warning(fmt::format("the index stays a plain list: {}", error.what()));
                return;
            }

            const std::scoped_lock writers(writers_);
            settle(entries);
            if (backlog_.size() == 0 && save_wanted_) {
                save_in_background();
            }
        }
    }

    /// Takes what is in the graph now out of the backlog.
    void settle(const std::vector<Backlog::Entry>& entries) {
        const std::scoped_lock lock(backlog_mutex_);
        moving_.clear();
        for (const auto& [face, version] : entries) {
            if (backlog_.holds(face.face, version)) {
                backlog_.erase(face.face);
            } else {
                graph_.erase(face.face);  // removed or replaced meanwhile
            }
        }
    }

    void save_in_background() {
        try {
            write_snapshot();
        } catch (const Error& error) {
            options_.on_warning(error.what());
        }
    }

    const EmbeddedIndexOptions options_;
    hnsw::Index graph_;
    // Writers follow one another, so that a snapshot never has a revision whose faces it lacks. Taken before
    // backlog_mutex_.
    std::mutex writers_;
    bool save_wanted_ = false;  // guarded by writers_
    mutable std::shared_mutex backlog_mutex_;
    Backlog backlog_;                    // guarded by backlog_mutex_; changed by writers alone
    std::unordered_set<FaceId> moving_;  // guarded by backlog_mutex_: on their way into the graph
    std::condition_variable_any work_;
    std::atomic<std::size_t> size_;
    std::jthread builder_;  // last: it ends before what it uses
};

}  // namespace

std::unique_ptr<VectorSearch> make_embedded_index(const EmbeddedIndexOptions& options) {
    return std::make_unique<EmbeddedIndex>(options);
}

}  // namespace faces
