#include "cli/gallery_import.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <memory>

#include "cli/data_directory.hpp"
#include "cli/gallery_similarity.hpp"
#include "cli/vision_parts.hpp"
#include "faces/error.hpp"
#include "gallery/import.hpp"
#include "terminal_kit/progress.hpp"
#include "terminal_kit/stop_signal.hpp"

namespace faces {
namespace {

struct Options {
    std::filesystem::path data, directory, csv;
    VisionParts vision;
};

void print(const ImportSummary& summary, const std::filesystem::path& data) {
    fmt::print("{} read: {} added ({} new people), {} were in already, {} failed, {} with several faces\n",
               summary.read, summary.added, summary.people_added, summary.skipped, summary.failed,
               summary.several_faces);
    if (summary.failures_file) {
        fmt::print("what failed and why: {}\n", summary.failures_file->string());
    }
    if (summary.suspects > 0) {
        fmt::print("{} photos of these people may show somebody else; all are in\n", summary.suspects);
    }
    if (summary.warnings_file) {
        fmt::print("what to look at and why: {}\n", summary.warnings_file->string());
    }
    if (summary.stopped) {
        fmt::print("stopped; what came in is kept in {}: run the same command to go on\n", data.string());
    }
}

ExitStatus import(Options& options) {
    if (options.directory.empty() == options.csv.empty()) {
        throw CLI::ValidationError("gallery import", "give either a folder or --csv FILE");
    }
    const terminal::StopSignal stop;
    options.vision.load();
    Store store(options.data);
    const Recogniser recogniser{*options.vision.detector, *options.vision.aligner, *options.vision.embedder};
    std::unique_ptr<terminal::ProgressBar> bar, compared;
    const ImportOptions import_options{
        .threads = options.vision.threads,
        .stop = stop.token(),
        .progress =
            [&](const ImportProgress& progress) {
                if (!bar) {
                    bar = std::make_unique<terminal::ProgressBar>("photos", progress.total);
                }
                bar->show(progress.done,
                          progress.failed > 0 ? fmt::format("{} failed", progress.failed) : "");
            },
        .same_person_distance = [&]() -> SamePersonDistance {
            const auto similarity = gallery_similarity(options.vision.embedder->info(), store);
            return similarity ? same_person_distance(*similarity) : nullptr;
        },
        .compared =
            [&](std::size_t done, std::size_t total) {
                if (!compared) {
                    bar.reset();
                    compared = std::make_unique<terminal::ProgressBar>("compared", total);
                }
                compared->show(done);
            }};
    const ImportSummary summary = options.csv.empty()
                                      ? import_directory(store, options.directory, recogniser, import_options)
                                      : import_csv(store, options.csv, recogniser, import_options);
    bar.reset();
    compared.reset();
    if (summary.read == 0 && !summary.stopped) {
        throw Error(ErrorCode::not_found,
                    fmt::format("there is no photo in {}: a folder for each person is looked for, such as "
                                "Ada_Lovelace/1.jpg, or files such as Ada_Lovelace.jpg",
                                (options.csv.empty() ? options.directory : options.csv).string()));
    }
    print(summary, options.data);
    return summary.failed > 0 || summary.stopped ? 1 : 0;
}

}  // namespace

void add_import_command(CLI::App& gallery, ExitStatus& status) {
    CLI::App* command = gallery.add_subcommand(
        "import", "Bring photos in: a folder a person, a flat folder of NAME.jpg, a table, or an export");
    const auto options = std::make_shared<Options>();  // shared with the callback, which outlives this call
    add_data_option(*command, options->data);
    command->add_option("DIR", options->directory,
                        "A folder a person (`Ada_Lovelace/1.jpg`), or files `Ada_Lovelace.jpg`");
    command->add_option("--csv", options->csv, "A table: name,file and optionally link,licence,credit");
    options->vision.add_options(*command);
    command->footer(
        "Photos that are in already are skipped, so an import can be stopped and repeated.\n"
        "Exit status 1: some rows failed; the summary names a file that says which and why.");
    command->callback([options, &status] { status = import(*options); });
}

}  // namespace faces
