#include "cli/gallery_reembed.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <memory>

#include "cli/data_directory.hpp"
#include "cli/existing_store.hpp"
#include "cli/vision_parts.hpp"
#include "gallery/reembed.hpp"
#include "terminal_kit/progress.hpp"
#include "terminal_kit/stop_signal.hpp"

namespace faces {
namespace {

struct Options {
    std::filesystem::path data;
    VisionParts vision;
};

ExitStatus reembed_gallery(Options& options) {
    Store store = existing_store(options.data);
    const terminal::StopSignal stop;
    options.vision.load();
    ReembedSummary summary;
    {
        terminal::ProgressBar bar("faces", store.counts().faces);
        summary = reembed(store, *options.vision.aligner, *options.vision.embedder,
                          {.threads = options.vision.threads,
                           .stop = stop.token(),
                           .progress = [&](std::size_t done, std::size_t /*total*/) { bar.show(done); }});
    }
    for (const ReembedFailure& failure : summary.failures) {
        fmt::print(stderr, "{}, {}: {}\n", failure.person, failure.photo, failure.reason);
    }
    const std::string& name = options.vision.embedder->info().name;
    if (summary.exchanged) {
        // Derived from the old embeddings; the next start makes it anew.
        std::filesystem::remove(index_snapshot(options.data));
        fmt::print("{} faces are embedded by {}; servers of this gallery are to be started again\n",
                   summary.faces, name);
        return 0;
    }
    fmt::print(
        "{} faces were embedded by {} and are kept; the gallery stays as it was until all {} are: {}\n",
        summary.made, name, summary.faces,
        summary.failures.empty() ? "run the same command to go on"
                                 : "remove the photos named above, and run the same command again");
    return 1;
}

}  // namespace

void add_reembed_command(CLI::App& gallery, ExitStatus& status) {
    CLI::App* command = gallery.add_subcommand(
        "re-embed", "Make the gallery's embeddings anew with another network, from the photos that it keeps");
    const auto options = std::make_shared<Options>();  // shared with the callback, which outlives this call
    add_data_option(*command, options->data);
    options->vision.add_embedder_options(*command);
    command->footer(
        "Can be stopped and repeated: the gallery changes at the end, all at once.\n"
        "Exit status 1: it was stopped, or some photo could not be embedded.");
    command->callback([options, &status] { status = reembed_gallery(*options); });
}

}  // namespace faces
