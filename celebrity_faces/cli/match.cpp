#include <fmt/format.h>

#include <deque>
#include <exception>
#include <filesystem>
#include <future>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>

#include "cli/application.hpp"
#include "cli/command.hpp"
#include "cli/data_directory.hpp"
#include "cli/match_json.hpp"
#include "cli/match_pictures.hpp"
#include "cli/timed_match.hpp"
#include "lookalike/quality.hpp"
#include "lookalike/view_names.hpp"
#include "photo/decode.hpp"

namespace faces {
namespace {

struct Options {
    std::vector<std::string> photos;
    std::filesystem::path data, out;
    bool json = false, with_builtin = false, times = false;
    std::string views = "aligned", index_url;
    MatchOptions match;
    VisionParts vision;
};

/// What has become of one photo.
struct Outcome {
    std::vector<FaceMatches> faces;
    StageTimes times;
    std::optional<std::string> error;
};

Outcome match_photo(const Options& options, const Application& application, const std::string& file,
                    const std::string& picture_name) {
    Outcome outcome;
    try {
        const std::vector<std::uint8_t> bytes = read_photo_file(file);
        const auto matched = [&] {
            return match_bytes(bytes, application.lookalike(), *options.vision.detector, options.match);
        };
        // The first run prepares kernels for the photo's size; the second is what a running server takes.
        if (options.times) {
            (void)matched();
        }
        TimedMatch match = matched();
        outcome.faces = std::move(match.faces);
        outcome.times = match.times;
        if (!options.out.empty()) {
            write_match_pictures(options.out, picture_name, match.photo, outcome.faces,
                                 application.lookalike());
        }
    } catch (const std::exception& error) {  // a library's too: one bad photo stops none of the others
        outcome.error = error.what();
    }
    return outcome;
}

/// Matches some photos side by side, and hands over what has become of each in their order.
template <typename Take>
void match_in_order(const Options& options, const Application& application, const Take& take) {
    const std::vector<std::string> names = picture_names(options.photos);
    const std::size_t side_by_side = options.times ? 1 : options.vision.threads;
    std::deque<std::future<Outcome>> running;
    std::size_t taken = 0;
    const auto take_first = [&] {
        take(options.photos[taken++], running.front().get());
        running.pop_front();
    };
    for (std::size_t i = 0; i < options.photos.size(); ++i) {
        if (running.size() == side_by_side) {
            take_first();
        }
        running.push_back(std::async(std::launch::async, [&, i] {
            return match_photo(options, application, options.photos[i], names[i]);
        }));
    }
    while (!running.empty()) {
        take_first();
    }
}

void print_text(const std::string& file, const std::vector<FaceMatches>& faces) {
    fmt::print("{}: {}\n", file,
               faces.empty() ? "no face was found" : fmt::format("{} face(s)", faces.size()));
    for (std::size_t i = 0; i < faces.size(); ++i) {
        const Box& box = faces[i].face.box;
        fmt::print("  face {} at {:.0f}, {:.0f}, {:.0f} x {:.0f} px\n", i + 1, box.x, box.y, box.width,
                   box.height);
        for (const QualityNote note : faces[i].quality.notes) {
            fmt::print("    {}\n", note_text(note));
        }
        for (const ViewMatches& view : faces[i].views) {
            if (faces[i].views.size() > 1) {
                fmt::print("    {}\n", view_name(view.view));
            }
            for (const Match& match : view.matches) {
                fmt::print("    {:5.1f} %  {}{}  (distance {:.3f})\n", match.similarity, match.name,
                           match.similarity >= same_person_per_cent ? ": could be the same person" : "",
                           match.distance);
            }
            if (view.matches.empty()) {
                fmt::print("    nobody: the gallery is empty\n");
            }
        }
    }
}

void print_times(const StageTimes& times) {
    const auto line = [&](const char* stage, double ms) {
        fmt::print(stderr, "{:>8} {:8.2f} ms {:5.1f} %\n", stage, ms, 100 * ms / times.total());
    };
    for (const Stage& stage : stages) {
        line(stage.name, times.*stage.ms);
    }
    line("total", times.total());
}

ExitStatus match(Options& options) {
    options.match.views = parse_views(options.views);
    const auto warn = [](const std::string& text) { fmt::print(stderr, "celebrity-faces: {}\n", text); };
    options.vision.load();
    Application application({.data = options.data,
                             .with_builtin = options.with_builtin,
                             .index_url = options.index_url,
                             .on_warning = warn},
                            options.vision);
    application.sync();

    const PhotoPlace photo_place = [&](const Match& match) -> std::optional<std::string> {
        if (!match.photo) {
            return std::nullopt;
        }
        const auto file = application.store().photo_file(*match.photo);
        return file ? std::optional(file->string()) : std::nullopt;
    };
    ExitStatus status = 0;
    nlohmann::ordered_json document{{"photos", nlohmann::ordered_json::array()}};
    match_in_order(options, application, [&](const std::string& file, const Outcome& outcome) {
        if (outcome.error) {
            status = 1;
        }
        if (options.json) {
            document["photos"].push_back(outcome.error ? match_error_json(file, *outcome.error)
                                                       : match_json(file, outcome.faces, photo_place));
        } else if (outcome.error) {
            fmt::print(stderr, "{}: {}\n", file, *outcome.error);
        } else {
            print_text(file, outcome.faces);
        }
        if (options.times && !outcome.error) {
            print_times(outcome.times);
        }
    });
    if (options.json) {
        // File names need not be UTF-8: what is not becomes U+FFFD.
        fmt::print("{}\n", document.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
    }
    return status;
}

}  // namespace

void add_match_command(CLI::App& app, ExitStatus& status) {
    CLI::App* command = app.add_subcommand("match", "Whom do the faces in photos resemble?");
    const auto options = std::make_shared<Options>();  // shared with the callback, which outlives this call
    command->add_option("PHOTO", options->photos, "JPEG, PNG, WebP or HEIC")->required();
    command->add_flag("--json", options->json, "Print one JSON document");
    command->add_option("--out", options->out,
                        "Write pictures to this folder: the faces found, and the faces like both");
    command->add_option("-k", options->match.k, "People a face, 1 to 100")->capture_default_str();
    command->add_option("--views", options->views, "Comma-separated: aligned, whole, crop, wide")
        ->capture_default_str();
    command->add_flag("--with-builtin", options->with_builtin, "Search the built-in gallery beside your own");
    command->add_option("--index", options->index_url,
                        "Search with the program hnsw-index at http://HOST:PORT");
    command->add_flag("--times", options->times,
                      "Print each stage's time and share, warm, on standard error");
    add_data_option(*command, options->data);
    options->vision.add_options(*command);
    command->footer(
        "Exit status 1: some photo could not be read; its error is printed, the others are answered.");
    command->callback([options, &status] { status = match(*options); });
}

}  // namespace faces
