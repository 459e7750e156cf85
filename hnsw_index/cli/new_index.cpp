#include "new_index.hpp"

#include <fmt/format.h>

#include <chrono>
#include <nlohmann/json.hpp>

#include "stopped.hpp"
#include "terminal_kit/progress.hpp"

namespace hnsw::cli {

namespace {

using std::chrono::steady_clock;

void print_summary(const Index& index, const NewIndexOptions& options, double seconds) {
    const auto bytes = std::filesystem::file_size(options.output);
    if (options.json) {
        fmt::print("{}\n", nlohmann::ordered_json{{"file", options.output.string()},
                                                  {"vectors", index.size()},
                                                  {"groups", index.groups()},
                                                  {"dimension", index.options().dimension},
                                                  {"bytes", bytes},
                                                  {"seconds", seconds}}
                               .dump());
        return;
    }
    fmt::print("{} vectors of {} dimensions in {}: {:.1f} MB, {:.1f} s\n", index.size(),
               index.options().dimension, options.output.string(), static_cast<double>(bytes) / 1e6, seconds);
}

}  // namespace

void NewIndexOptions::add_to(CLI::App& command) {
    command.add_option("--metric", metric, "l2 (the Euclidean distance), inner_product or cosine")
        ->capture_default_str()
        ->check(CLI::IsMember({"l2", "inner_product", "cosine"}));
    command
        .add_option(
            "--storage", storage,
            "exact, or compact: 8-bit codes alone, a third of the memory, distances err by a hundredth")
        ->capture_default_str()
        ->check(CLI::IsMember({"exact", "compact"}));
    command.add_option("--threads", threads, "0: one a processor; only one makes the same graph each time")
        ->capture_default_str();
    command.add_flag("--force", replace, "Replace the index file where there is one");
    command.add_flag("--json", json, "Print one JSON document");
}

void NewIndexOptions::apply(IndexOptions& options) const {
    options.metric = parse_metric(metric);
    options.storage = storage == "compact" ? Storage::compact : Storage::exact;
}

void fill_and_save(Index& index, std::span<const Item> items, const std::filesystem::path& source,
                   const NewIndexOptions& options, const std::stop_token& stop) {
    const std::string nothing = "nothing was written";
    check_stop(stop, nothing);
    const auto start = steady_clock::now();
    try {
        terminal::ProgressBar bar("vectors", items.size());
        index.upsert(items,
                     {.threads = options.threads, .progress = [&](std::size_t done, std::size_t /*total*/) {
                          bar.show(done);
                          return !stop.stop_requested();
                      }});
    } catch (const Error& error) {
        throw Error(error.code(), source.string() + ": " + error.what());
    }
    check_stop(stop, nothing);
    index.save(options.output);
    print_summary(index, options, std::chrono::duration<double>(steady_clock::now() - start).count());
}

}  // namespace hnsw::cli
