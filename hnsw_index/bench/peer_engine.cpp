#include <fcntl.h>
#include <fmt/format.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <cstdio>
#include <filesystem>
#include <stdexcept>

#include "engine.hpp"

namespace hnsw::bench {

namespace {

/// peers.py as a child process: a line and numbers go in, a line and numbers come back.
class Child {
  public:
    explicit Child(std::string peer) : peer_(std::move(peer)) {
        // A child that has died is told of by an exception, not by a signal.
        std::signal(SIGPIPE, SIG_IGN);
        int to_child[2], from_child[2];
        if (pipe2(to_child, O_CLOEXEC) != 0 || pipe2(from_child, O_CLOEXEC) != 0)
            throw std::runtime_error("no pipe to " + peer_);
        posix_spawn_file_actions_t actions;
        posix_spawn_file_actions_init(&actions);
        posix_spawn_file_actions_adddup2(&actions, to_child[0], 0);
        posix_spawn_file_actions_adddup2(&actions, from_child[1], 1);
        std::string python = HNSW_BENCH_PYTHON, script = HNSW_BENCH_PEERS;
        const std::array arguments{python.data(), script.data(), peer_.data(), static_cast<char*>(nullptr)};
        const int failed =
            posix_spawn(&process_, python.c_str(), &actions, nullptr, arguments.data(), environ);
        posix_spawn_file_actions_destroy(&actions);
        close(to_child[0]);
        close(from_child[1]);
        in_ = fdopen(to_child[1], "w");
        out_ = fdopen(from_child[0], "r");
        if (failed != 0) throw std::runtime_error(python + " cannot be run");
    }
    ~Child() {
        std::fclose(in_);
        std::fclose(out_);
        if (process_ > 0) waitpid(process_, nullptr, 0);
    }
    Child(const Child&) = delete;
    Child& operator=(const Child&) = delete;

    void tell(const std::string& line, std::span<const float> numbers = {}) const {
        std::fputs((line + "\n").c_str(), in_);
        std::fwrite(numbers.data(), sizeof(float), numbers.size(), in_);
        std::fflush(in_);
    }
    /// What stands behind "ok"; throws what stands behind "error".
    [[nodiscard]] std::string answer() const {
        std::string line;
        for (int c = std::fgetc(out_); c != EOF && c != '\n'; c = std::fgetc(out_))
            line.push_back(static_cast<char>(c));
        if (line.starts_with("ok")) return line.substr(std::min<std::size_t>(3, line.size()));
        throw std::runtime_error(fmt::format("{}: {}", peer_, line.empty() ? "its process has ended" : line));
    }
    void read(std::span<std::int64_t> numbers) const {
        if (std::fread(numbers.data(), sizeof(std::int64_t), numbers.size(), out_) != numbers.size())
            throw std::runtime_error(peer_ + " answers too little");
    }

  private:
    std::string peer_;
    pid_t process_ = 0;
    std::FILE* in_ = nullptr;
    std::FILE* out_ = nullptr;
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
