#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <functional>
#include <memory>
#include <nlohmann/json.hpp>

#include "cli/application.hpp"
#include "cli/command.hpp"
#include "cli/data_directory.hpp"
#include "cli/timed_match.hpp"
#include "faces/error.hpp"
#include "lookalike/rounding.hpp"
#include "photo/decode.hpp"
#include "photo/encode.hpp"
#include "photo/resize.hpp"
#include "terminal_kit/progress.hpp"

namespace faces {
namespace {

struct Options {
    std::string photo;
    std::vector<std::string> sizes{"250x250", "640x480"};
    std::size_t rounds = 50;
    std::filesystem::path data;
    bool json = false;
    VisionParts vision;
};

/// What one size of the photo took, in every round.
struct Measured {
    std::string size;
    std::size_t faces = 0;
    std::vector<StageTimes> rounds;
    double first_ms = 0;  ///< the first answer after the start

    [[nodiscard]] double median(const std::function<double(const StageTimes&)>& of) const {
        std::vector<double> values;
        std::ranges::transform(rounds, std::back_inserter(values), of);
        const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
        std::nth_element(values.begin(), middle, values.end());
        return *middle;
    }
};

/// The middle of the photo, as large as the shape allows, in that size, as a JPEG.
std::vector<std::uint8_t> photo_of_size(const Image& photo, const std::string& size) {
    int width = 0, height = 0;
    char cross = 0, rest = 0;
    if (std::sscanf(size.c_str(), "%d%c%d%c", &width, &cross, &height, &rest) != 3 || cross != 'x' ||
        width < 32 || height < 32 || width > 8192 || height > 8192) {
        throw CLI::ValidationError("--size",
                                   fmt::format("\"{}\" is no size: WIDTHxHEIGHT, 32 to 8192 px each", size));
    }
    const double scale =
        std::min(static_cast<double>(photo.width) / width, static_cast<double>(photo.height) / height);
    const double cut_width = width * scale, cut_height = height * scale;
    const Box middle{(photo.width - cut_width) / 2, (photo.height - cut_height) / 2, cut_width, cut_height};
    return encode_jpeg(resize(cut(photo, middle), width, height), 90);
}

StageTimes answer_once(const std::vector<std::uint8_t>& bytes, const Options& options,
                       const Application& application, std::size_t& faces) {
    const TimedMatch match = match_bytes(bytes, application.lookalike(), *options.vision.detector, {});
    faces = match.faces.size();
    return match.times;
}

std::vector<Measured> measure(const Options& options, const Application& application) {
    const Image photo = decode_photo(read_photo_file(options.photo)).image;
    std::vector<Measured> all;
    std::vector<std::vector<std::uint8_t>> files;
    for (const std::string& size : options.sizes) {
        files.push_back(photo_of_size(photo, size));
        Measured& measured = all.emplace_back(Measured{.size = size, .rounds = {}});
        measured.first_ms = answer_once(files.back(), options, application, measured.faces).total();
        if (measured.faces == 0) {
            throw Error(ErrorCode::no_face, fmt::format("{} has no face at {}", options.photo, size));
        }
    }
    // Round by round, so that a slow moment of the machine is every size's.
    terminal::ProgressBar bar("rounds", options.rounds);
    for (std::size_t round = 0; round < options.rounds; ++round) {
        for (std::size_t i = 0; i < all.size(); ++i) {
            all[i].rounds.push_back(answer_once(files[i], options, application, all[i].faces));
        }
        bar.show(round + 1);
    }
    return all;
}

void print_json(const Options& options, const std::vector<Measured>& all) {
    const EmbedderInfo& embedder = options.vision.embedder->info();
    nlohmann::ordered_json document{{"detector", options.vision.detector_name},
                                    {"embedder", embedder.name},
                                    {"precision", embedder.precision},
                                    {"rounds", options.rounds},
                                    {"photos", nlohmann::ordered_json::array()}};
    for (const Measured& measured : all) {
        nlohmann::ordered_json ms;
        for (const Stage& stage : stages) {
            ms[stage.name] =
                rounded(measured.median([&](const StageTimes& times) { return times.*stage.ms; }), 3);
        }
        ms["total"] = rounded(measured.median([](const StageTimes& times) { return times.total(); }), 3);
        document["photos"].push_back({{"size", measured.size},
                                      {"faces", measured.faces},
                                      {"first_ms", rounded(measured.first_ms, 3)},
                                      {"median_ms", std::move(ms)}});
    }
    fmt::print("{}\n", document.dump());
}

void print_table(const Options& options, const std::vector<Measured>& all) {
    const EmbedderInfo& embedder = options.vision.embedder->info();
    fmt::print("{}, {} in {}, one thread, medians of {} rounds, ms\n{:>10}{:>7}",
               options.vision.detector_name, embedder.name, embedder.precision, options.rounds, "photo",
               "faces");
    for (const Stage& stage : stages) {
        fmt::print("{:>9}", stage.name);
    }
    fmt::print("{:>9}{:>9}\n", "total", "first");
    for (const Measured& measured : all) {
        fmt::print("{:>10}{:>7}", measured.size, measured.faces);
        for (const Stage& stage : stages) {
            fmt::print("{:>9.2f}", measured.median([&](const StageTimes& times) { return times.*stage.ms; }));
        }
        fmt::print("{:>9.2f}{:>9.2f}\n",
                   measured.median([](const StageTimes& times) { return times.total(); }), measured.first_ms);
    }
}

void bench(Options& options) {
    options.vision.threads = 1;
    options.vision.load();
    Application application({.data = options.data,
                             .with_builtin = false,
                             .index_url = {},
                             .on_warning = [](const std::string&) {}},
                            options.vision);
    application.sync();
    application.wait_until_settled(std::chrono::minutes(1));
    const std::vector<Measured> all = measure(options, application);
    options.json ? print_json(options, all) : print_table(options, all);
}

}  // namespace

void add_bench_command(CLI::App& app, ExitStatus& /*status*/) {
    CLI::App* command =
        app.add_subcommand("bench", "How long does a photo take, from its bytes to the answer, and where?");
    const auto options = std::make_shared<Options>();  // shared with the callback, which outlives this call
    command->add_option("PHOTO", options->photo, "A photo of a face")->required()->check(CLI::ExistingFile);
    command
        ->add_option("--size", options->sizes,
                     "WIDTHxHEIGHT: the photo's middle is scaled to it; may be repeated")
        ->capture_default_str();
    command->add_option("--rounds", options->rounds, "How often each size is answered")
        ->check(CLI::Range(1, 100000))
        ->capture_default_str();
    command->add_flag("--json", options->json, "Print one JSON document");
    add_data_option(*command, options->data);
    options->vision.add_options(*command);
    command->footer(
        "One thread. \"first\" is the first answer after the start: as fast as the others, where all is "
        "warm.");
    command->callback([options] { bench(*options); });
}

}  // namespace faces
