#include <algorithm>
#include <vector>

#include "engine.hpp"
#include "hnsw/index.hpp"

namespace hnsw::bench {

namespace {

class Ours final : public Engine {
  public:
    explicit Ours(Storage storage) : storage_(storage) {}

    void build(std::span<const float> vectors, const BuildOptions& options) override {
        index_ = std::make_unique<Index>(IndexOptions{.dimension = options.dimension,
                                                      .links = options.links,
                                                      .ef_construction = options.ef_construction,
                                                      .storage = storage_});
        std::vector<Item> items(vectors.size() / options.dimension);
        for (std::size_t i = 0; i < items.size(); ++i)
            items[i] = {static_cast<Id>(i), static_cast<Group>(i),
                        vectors.subspan(i * options.dimension, options.dimension)};
        index_->upsert(items, {.threads = options.threads});
    }
    void save(const std::string& path) const override { index_->save(path); }
    void load(const std::string& path, std::size_t /*dimension*/) override {
        index_ = std::make_unique<Index>(Index::load(path));
    }
    void search(const float* queries, std::size_t count, std::size_t k, std::size_t ef,
                std::int64_t* ids) const override {
        const std::size_t dimension = index_->options().dimension;
        for (std::size_t q = 0; q < count; ++q, ids += k) {
            const auto hits =
                index_->search(std::span(queries + q * dimension, dimension), {.k = k, .ef = ef});
            std::fill(ids + hits.size(), ids + k, -1);
            std::ranges::transform(hits, ids, &Hit::id);
        }
    }

  private:
    Storage storage_;
    std::unique_ptr<Index> index_;
};

}  // namespace

std::unique_ptr<Engine> make_ours(Kept kept) {
    return std::make_unique<Ours>(kept == Kept::exact ? Storage::exact : Storage::compact);
}

std::unique_ptr<Engine> make_engine(std::string_view name) {
    if (name == "ours") return make_ours(Kept::exact);
    if (name == "compact") return make_ours(Kept::compact);
#if defined(HNSW_BENCH_HNSWLIB)
    if (name == "hnswlib") return make_hnswlib();
#endif
    return make_peer(name);
}

}  // namespace hnsw::bench
