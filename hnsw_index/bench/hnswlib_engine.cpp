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
        space_ = std::make_unique<hnswlib::L2Space>(options.dimension);
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
        space_ = std::make_unique<hnswlib::L2Space>(dimension);
        index_ = std::make_unique<hnswlib::HierarchicalNSW<float>>(space_.get(), path);
    }
    void search(const float* query, std::size_t k, std::size_t ef, std::int64_t* ids) const override {
        if (index_->ef_ != ef) index_->setEf(ef);
        auto found = index_->searchKnn(query, k);
        std::fill(ids, ids + k, -1);
        for (; !found.empty(); found.pop()) *ids++ = static_cast<std::int64_t>(found.top().second);
    }

  private:
    std::unique_ptr<hnswlib::L2Space> space_;
    std::unique_ptr<hnswlib::HierarchicalNSW<float>> index_;
};

}  // namespace

__attribute__((visibility("default"))) std::unique_ptr<Engine> make_hnswlib() {
    return std::make_unique<Hnswlib>();
}

}  // namespace hnsw::bench
