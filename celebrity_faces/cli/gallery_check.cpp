#include "cli/gallery_check.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>

#include "cli/data_directory.hpp"
#include "cli/existing_store.hpp"
#include "cli/gallery_similarity.hpp"
#include "faces/error.hpp"
#include "gallery/suspects.hpp"
#include "terminal_kit/progress.hpp"

namespace faces {
namespace {

struct Options {
    std::filesystem::path data;
    bool json = false;
};

std::vector<Suspect> suspects_of(const Store& store) {
    const std::optional<EmbedderInfo> embedder = store.embedder();
    if (!embedder) {
        return {};  // there is no face yet
    }
    const std::optional<Similarity> similarity = gallery_similarity(*embedder, store);
    if (!similarity) {
        throw Error(
            ErrorCode::conflict,
            fmt::format("how far apart {} puts strangers is measured on the gallery's people, and they "
                        "are too few: import {} or more",
                        embedder->name, least_strangers));
    }
    std::unique_ptr<terminal::ProgressBar> bar;
    return find_suspects(store, {.same_person_distance = same_person_distance(*similarity),
                                 .progress = [&](std::size_t done, std::size_t total) {
                                     if (!bar) {
                                         bar = std::make_unique<terminal::ProgressBar>("compared", total);
                                     }
                                     bar->show(done);
                                 }});
}

void print_json(const Store& store, const std::vector<Suspect>& suspects) {
    nlohmann::ordered_json json = nlohmann::ordered_json::array();
    for (const Suspect& suspect : suspects) {
        nlohmann::ordered_json photo;
        if (suspect.photo) {
            const auto file = store.photo_file(*suspect.photo);
            photo = {{"id", *suspect.photo},
                     {"file", file ? file->string() : ""},
                     {"source", suspect.source},
                     {"link", suspect.link}};
        }
        json.push_back({{"person", {{"id", suspect.person}, {"name", suspect.name}}},
                        {"photo", photo},
                        {"reason", suspect.reason}});
    }
    // File names need not be UTF-8: what is not becomes U+FFFD.
    fmt::print("{}\n", json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
}

void print_text(const Store& store, const std::vector<Suspect>& suspects) {
    for (const Suspect& suspect : suspects) {
        fmt::print("{}", suspect.name);
        if (suspect.photo) {
            fmt::print("  photo {}  from {}", *suspect.photo, suspect.source);
        }
        if (!suspect.link.empty()) {
            fmt::print("  {}", suspect.link);
        }
        fmt::print(": {}\n", suspect.reason);
    }
    fmt::print("{} of {} photos may show somebody else\n", suspects.size(), store.counts().faces);
}

ExitStatus check(const Options& options) {
    const Store store = existing_store(options.data);
    const std::vector<Suspect> suspects = suspects_of(store);
    (options.json ? print_json : print_text)(store, suspects);
    return suspects.empty() ? 0 : 1;
}

}  // namespace

void add_check_command(CLI::App& gallery, ExitStatus& status) {
    CLI::App* command = gallery.add_subcommand(
        "check", "Which photos look unlike their person's others, or like somebody else");
    const auto options = std::make_shared<Options>();  // shared with the callback, which outlives this call
    add_data_option(*command, options->data);
    command->add_flag("--json", options->json, "Print one JSON document");
    command->footer(
        "Nothing is changed: look at the photos, and `gallery remove` those that are wrong.\n"
        "Of two photos that are unlike each other both are named. A person's only photo is compared with "
        "nobody.\n"
        "Exit status 1: there are such photos.");
    command->callback([options, &status] { status = check(*options); });
}

}  // namespace faces
