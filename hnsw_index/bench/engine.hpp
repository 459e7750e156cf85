#pragma once

#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <ctime>
#include <fstream>
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
    /// Searches for `count` queries that follow each other, with one thread. Writes the ids of each one's
    /// nearest k to `ids`, in any order; -1 where there are fewer. From many threads at once where it is
    /// `shared`, with one ef at a time.
    virtual void search(const float* queries, std::size_t count, std::size_t k, std::size_t ef,
                        std::int64_t* ids) const = 0;

    [[nodiscard]] virtual bool shared() const { return true; }
    /// The processor time that its work has taken, in s: that of this process, where it works in it.
    [[nodiscard]] virtual double processor_seconds() const {
        timespec time{};
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
        return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
    }
    /// The memory of the process in which it works.
    [[nodiscard]] virtual double resident_mb() const {
        std::size_t pages = 0, resident = 0;
        std::ifstream("/proc/self/statm") >> pages >> resident;
        return static_cast<double>(resident) * static_cast<double>(sysconf(_SC_PAGESIZE)) / 1e6;
    }
};

enum class Kept { exact, compact };  ///< what ours keeps of a vector, see hnsw::Storage

[[nodiscard]] std::unique_ptr<Engine> make_ours(Kept kept);
#if defined(HNSW_BENCH_HNSWLIB)
/// In a library of its own, compiled as its users compile it; takes nothing from this program and gives
/// nothing but this function.
[[nodiscard]] std::unique_ptr<Engine> make_hnswlib();
#endif
/// A package of Python's, in a process of its own (peers.py): faiss, usearch or hnswlib-pypi. Null where
/// setup-peers has not put it.
[[nodiscard]] std::unique_ptr<Engine> make_peer(std::string_view name);

/// The engine of a name, ours, compact or a peer's; null where it is not there.
[[nodiscard]] std::unique_ptr<Engine> make_engine(std::string_view name);

}  // namespace hnsw::bench
