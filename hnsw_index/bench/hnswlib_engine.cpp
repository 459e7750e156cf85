#include <hnswlib/hnswlib.h>

#include <algorithm>
#include <atomic>
#include <thread>
#include <vector>

#include "engine.hpp"

namespace hnsw::bench {

namespace {

class Hnswlib final : public Engine {
  public:
    void build(std::span<const float> vectors, const BuildOptions& options) override {
        const std::size_t count = vectors.size() / options.dimension;
        dimension_ = options.dimension;
        space_ = std::make_unique<hnswlib::L2Space>(dimension_);
        index_ = std::make_unique<hnswlib::HierarchicalNSW<float>>(space_.get(), count, options.links,
                                                                   options.ef_construction);
        std::atomic<std::size_t> next = 0;
        const auto work = [&] {
            for (std::size_t i = next++; i < count; i = next++)
                index_->addPoint(vectors.data() + i * options.dimension, i);
        };
        std::vector<std::thread> helpers;
        for (unsigned t = 1; t < options.threads; ++t) helpers.emplace_back(work);
        work();
        for (std::thread& helper : helpers) helper.join();
    }
    void save(const std::string& path) const override { index_->saveIndex(path); }
    void load(const std::string& path, std::size_t dimension) override {
        dimension_ = dimension;
        space_ = std::make_unique<hnswlib::L2Space>(dimension);
        index_ = std::make_unique<hnswlib::HierarchicalNSW<float>>(space_.get(), path);
    }
    void search(const float* queries, std::size_t count, std::size_t k, std::size_t ef,
                std::int64_t* ids) const override {
        if (index_->ef_ != ef) index_->setEf(ef);
        std::fill(ids, ids + count * k, -1);
        for (std::size_t q = 0; q < count; ++q) {
            auto found = index_->searchKnn(queries + q * dimension_, k);
            for (std::int64_t* id = ids + q * k; !found.empty(); found.pop())
                *id++ = static_cast<std::int64_t>(found.top().second);
        }
    }

  private:
    std::size_t dimension_ = 0;
    std::unique_ptr<hnswlib::L2Space> space_;
    std::unique_ptr<hnswlib::HierarchicalNSW<float>> index_;
};

}  // namespace

__attribute__((visibility("default"))) std::unique_ptr<Engine> make_hnswlib() {
    return std::make_unique<Hnswlib>();
}

}  // namespace hnsw::bench
