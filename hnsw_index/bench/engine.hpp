#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace hnsw::bench {

struct BuildOptions {
    std::size_t dimension = 128;
    unsigned links = 16;  ///< M; layer 0 has twice as many
    unsigned ef_construction = 200;
    unsigned threads = 1;
};

/// A library that is measured: L2, ids from 0 on in the order of the vectors.
class Engine {
  public:
    virtual ~Engine() = default;
    virtual void build(std::span<const float> vectors, const BuildOptions& options) = 0;
    virtual void save(const std::string& path) const = 0;
    virtual void load(const std::string& path, std::size_t dimension) = 0;
    /// Writes the ids of the nearest k to `ids`, in any order; -1 where there are fewer. From many threads at
    /// once, with one ef at a time.
    virtual void search(const float* query, std::size_t k, std::size_t ef, std::int64_t* ids) const = 0;
};

[[nodiscard]] std::unique_ptr<Engine> make_ours();
#if defined(HNSW_BENCH_HNSWLIB)
/// In a library of its own, compiled as its users compile it; takes nothing from this program and gives
/// nothing but this function.
[[nodiscard]] std::unique_ptr<Engine> make_hnswlib();
#endif

/// The engine of a name; null where this program was built without it.
[[nodiscard]] std::unique_ptr<Engine> make_engine(std::string_view name);

}  // namespace hnsw::bench
