#include <fmt/format.h>

#include <memory>
#include <nlohmann/json.hpp>
#include <optional>

#include "command.hpp"
#include "existing_index.hpp"

namespace hnsw::cli {

namespace {

struct VerifyOptions {
    std::filesystem::path path;
    bool json = false;
};

void print_whole(const VerifyOptions& options, const Statistics& statistics) {
    if (options.json) {
        fmt::print("{}\n", nlohmann::ordered_json{{"file", options.path.string()},
                                                  {"whole", true},
                                                  {"problem", nullptr},
                                                  {"vectors", statistics.vectors},
                                                  {"unreachable", statistics.unreachable}}
                               .dump());
        return;
    }
    fmt::print("{} is whole: {} vectors\n", options.path.string(), statistics.vectors);
    if (statistics.unreachable > 0)
        fmt::print(
            "no way leads to {} of them, which searches will not find: build the index anew, or with more "
            "--links\n",
            statistics.unreachable);
}

ExitStatus verify(const VerifyOptions& options) {
    try {
        print_whole(options, ExistingIndex{.path = options.path}.load().statistics());
        return 0;
    } catch (const Error& error) {
        if (!options.json) throw;
        fmt::print("{}\n",
                   nlohmann::ordered_json{
                       {"file", options.path.string()}, {"whole", false}, {"problem", error.what()}}
                       .dump());
        return 1;
    }
}

}  // namespace

void add_verify_command(CLI::App& app, ExitStatus& status) {
    const auto options = std::make_shared<VerifyOptions>();
    CLI::App& command =
        *app.add_subcommand("verify", "Look at all of an index file: its checksums, its values, its links");
    command.add_option("INDEX", options->path, "The index file")->required();
    command.add_flag("--json", options->json, "Print one JSON document, also of a damaged file");
    command.footer("Exit status 1: the file is damaged, and the message names the section that is wrong.");
    command.callback([options, &status] { status = verify(*options); });
}

}  // namespace hnsw::cli
