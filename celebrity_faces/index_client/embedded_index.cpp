#include <fmt/format.h>

#include <hnsw/index.hpp>

#include "faces/error.hpp"
#include "index_client/index_client.hpp"

namespace faces {
namespace {

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

class EmbeddedIndex final : public VectorSearch {
  public:
    explicit EmbeddedIndex(const EmbeddedIndexOptions& options)
        : snapshot_(options.snapshot), index_(translated([&] { return open(options); })) {}

    [[nodiscard]] std::vector<Hit> search(std::span<const float> query, std::size_t k) const override {
        std::vector<Hit> hits;
        for (const hnsw::Hit& hit :
             translated([&] { return index_.search(query, {.k = k, .distinct_groups = true}); })) {
            hits.push_back({hit.id, hit.group, hit.distance});
        }
        return hits;
    }
    void upsert(std::span<const IndexedFace> faces) override {
        std::vector<hnsw::Item> items;
        items.reserve(faces.size());
        for (const IndexedFace& face : faces) {
            items.push_back({face.face, face.person, face.embedding});
        }
        translated([&] { index_.upsert(items); });
    }
    void remove(std::span<const FaceId> faces) override { index_.erase(faces); }
    void clear() override { index_.clear(); }
    [[nodiscard]] std::int64_t revision() const override { return index_.revision(); }
    void set_revision(std::int64_t revision) override { index_.set_revision(revision); }
    [[nodiscard]] std::size_t size() const override { return index_.size(); }
    void save() override {
        if (!snapshot_.empty()) {
            translated([&] { index_.save(snapshot_); });
        }
    }

  private:
    std::filesystem::path snapshot_;
    hnsw::Index index_;
};

}  // namespace

std::unique_ptr<VectorSearch> make_embedded_index(const EmbeddedIndexOptions& options) {
    return std::make_unique<EmbeddedIndex>(options);
}

}  // namespace faces
