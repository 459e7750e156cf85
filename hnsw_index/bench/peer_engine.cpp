#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <filesystem>
#include <stdexcept>

#include "engine.hpp"
#include "terminal_kit/child_process.hpp"

namespace hnsw::bench {

namespace {

/// peers.py as a child process: a line and numbers go in, a line and numbers come back.
class Child {
  public:
    explicit Child(std::string peer)
        : peer_(std::move(peer)), process_({HNSW_BENCH_PYTHON, HNSW_BENCH_PEERS, peer_}) {}

    void tell(const std::string& line, std::span<const float> numbers = {}) const {
        process_.tell(line);
        std::fwrite(numbers.data(), sizeof(float), numbers.size(), process_.input());
        std::fflush(process_.input());
    }
    /// What stands behind "ok"; throws what stands behind "error".
    [[nodiscard]] std::string answer() const {
        const std::string line = process_.answer();
        if (line.starts_with("ok")) return line.substr(std::min<std::size_t>(3, line.size()));
        throw std::runtime_error(fmt::format("{}: {}", peer_, line.empty() ? "its process has ended" : line));
    }
    void read(std::span<std::int64_t> numbers) const {
        if (std::fread(numbers.data(), sizeof(std::int64_t), numbers.size(), process_.output()) !=
            numbers.size())
            throw std::runtime_error(peer_ + " answers too little");
    }

  private:
    std::string peer_;
    terminal::ChildProcess process_;
};

class Peer final : public Engine {
  public:
    /// Throws where the package is not there.
    explicit Peer(std::string_view name) : child_(std::string(name)) { (void)child_.answer(); }

    void build(std::span<const float> vectors, const BuildOptions& options) override {
        dimension_ = options.dimension;
        child_.tell(fmt::format("build {} {} {} {}", dimension_, options.links, options.ef_construction,
                                vectors.size() / dimension_),
                    vectors);
        seconds_ += std::stod(child_.answer());
    }
    void save(const std::string& path) const override {
        child_.tell("save " + path);
        (void)child_.answer();
    }
    void load(const std::string& path, std::size_t dimension) override {
        dimension_ = dimension;
        child_.tell(fmt::format("load {} {}", dimension, path));
        (void)child_.answer();
    }
    void search(const float* queries, std::size_t count, std::size_t k, std::size_t ef,
                std::int64_t* ids) const override {
        child_.tell(fmt::format("search {} {} {}", k, ef, count), {queries, count * dimension_});
        seconds_ += std::stod(child_.answer());
        child_.read({ids, count * k});
    }

    [[nodiscard]] bool shared() const override { return false; }
    [[nodiscard]] double processor_seconds() const override { return seconds_; }
    [[nodiscard]] double resident_mb() const override {
        child_.tell("resident");
        return std::stod(child_.answer());
    }

  private:
    Child child_;
    std::size_t dimension_ = 0;
    mutable double seconds_ = 0;  // as the child has timed its own work
};

}  // namespace

std::unique_ptr<Engine> make_peer(std::string_view name) {
    const std::array known{"faiss", "usearch", "hnswlib-pypi"};
    if (std::ranges::find(known, name) == known.end() || !std::filesystem::exists(HNSW_BENCH_PYTHON))
        return nullptr;
    try {
        return std::make_unique<Peer>(name);
    } catch (const std::runtime_error&) {
        return nullptr;  // this package alone is not there
    }
}

}  // namespace hnsw::bench
