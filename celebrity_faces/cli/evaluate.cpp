#include <fmt/format.h>

#include <filesystem>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>

#include "cli/command.hpp"
#include "cli/vision_parts.hpp"
#include "evaluation/identification.hpp"
#include "evaluation/pairs.hpp"
#include "evaluation/photo_embeddings.hpp"
#include "evaluation/verification.hpp"
#include "faces/error.hpp"
#include "terminal_kit/progress.hpp"

namespace faces {
namespace {

struct EvaluateOptions {
    std::filesystem::path images, pairs;
    bool json = false;
    VisionParts vision;
};

std::vector<PhotoEmbedding> embed(EvaluateOptions& options,
                                  const std::vector<std::filesystem::path>& photos) {
    options.vision.load();
    terminal::ProgressBar bar("photos", photos.size());
    return embed_photos(photos, *options.vision.detector, *options.vision.aligner, *options.vision.embedder,
                        options.vision.threads, [&](std::size_t done) { bar.show(done); });
}

double l2_distance(const Embedding& a, const Embedding& b) {
    double sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        sum += (a[i] - b[i]) * (a[i] - b[i]);
    }
    return std::sqrt(sum);
}

void evaluate_lfw(EvaluateOptions& options) {
    const std::vector<PhotoPair> pairs = read_lfw_pairs(options.pairs);
    std::map<std::string, std::size_t> places;
    std::vector<std::filesystem::path> photos;
    for (const PhotoPair& pair : pairs) {
        for (const std::string& name : {pair.a, pair.b}) {
            if (places.try_emplace(name, photos.size()).second) {
                photos.push_back(options.images / name);
            }
        }
    }
    const std::vector<PhotoEmbedding> embeddings = embed(options, photos);
    std::vector<ComparedPair> compared;
    for (const PhotoPair& pair : pairs) {
        const auto& a = embeddings[places.at(pair.a)].embedding;
        const auto& b = embeddings[places.at(pair.b)].embedding;
        compared.push_back(
            {a && b ? std::optional(l2_distance(*a, *b)) : std::nullopt, pair.same, pair.fold});
    }
    const std::vector<double> rates{0.01, 0.001};
    const Verification result = verify(compared, rates);
    if (!options.json) {
        fmt::print(
            "{} pairs, {} of them missing\naccuracy {:.2f} %, missing pairs counted as wrong {:.2f} %\n",
            result.pairs, result.missing, 100 * result.accuracy, 100 * result.accuracy_missing_wrong);
        for (const auto& [far, tar] : result.tar_at_far) {
            fmt::print("true accept rate at a false accept rate of {} %: {:.2f} %\n", 100 * far, 100 * tar);
        }
        return;
    }
    nlohmann::ordered_json json{{"pairs", result.pairs},
                                {"missing", result.missing},
                                {"accuracy", result.accuracy},
                                {"accuracy_missing_wrong", result.accuracy_missing_wrong}};
    for (const double rate : rates) {
        json["tar_at_far"][fmt::format("{}", rate)] = result.tar_at_far.at(rate);
    }
    fmt::print("{}\n", json.dump());
}

/// A folder a person, as LFW is laid out.
std::vector<std::filesystem::path> photos_of_people(const std::filesystem::path& folder) {
    if (!std::filesystem::is_directory(folder)) {
        throw Error(ErrorCode::not_found, fmt::format("{} is not a folder", folder.string()));
    }
    std::vector<std::filesystem::path> photos;
    for (const auto& person : std::filesystem::directory_iterator(folder)) {
        if (!person.is_directory()) {
            continue;
        }
        for (const auto& photo : std::filesystem::directory_iterator(person)) {
            photos.push_back(photo.path());
        }
    }
    std::ranges::sort(photos);
    return photos;
}

void evaluate_identification(EvaluateOptions& options) {
    const auto photos = photos_of_people(options.images);
    const std::vector<PhotoEmbedding> embeddings = embed(options, photos);
    std::vector<LabelledEmbedding> found;
    std::vector<std::string> missing;
    for (std::size_t i = 0; i < photos.size(); ++i) {
        const std::string person = photos[i].parent_path().filename().string();
        if (embeddings[i].embedding) {
            found.push_back({person, *embeddings[i].embedding});
        } else {
            fmt::print(stderr, "{}: {}\n", photos[i].string(), embeddings[i].problem);
            missing.push_back(person);
        }
    }
    const Identification result = identify(found, missing, options.vision.threads);
    if (options.json) {
        fmt::print("{}\n", nlohmann::ordered_json{{"photos", photos.size()},
                                                  {"missing", missing.size()},
                                                  {"probes", result.probes},
                                                  {"rank_1", result.rank_1},
                                                  {"rank_5", result.rank_5}}
                               .dump());
        return;
    }
    fmt::print(
        "{} photos, {} without a face\n{} of people with at least two: the right person first in {:.2f} %, "
        "among the first five in {:.2f} %\n",
        photos.size(), missing.size(), result.probes, 100 * result.rank_1, 100 * result.rank_5);
}

}  // namespace

void add_evaluate_commands(CLI::App& app, ExitStatus& /*status*/) {
    CLI::App* evaluate =
        app.add_subcommand("evaluate", "Measure how well faces are recognised on a data set");
    evaluate->require_subcommand(1);
    const auto options =
        std::make_shared<EvaluateOptions>();  // shared with the callbacks, which outlive this call

    CLI::App* lfw = evaluate->add_subcommand("lfw", "Same person or not: the 10-fold protocol of LFW");
    CLI::App* identify =
        evaluate->add_subcommand("identify", "Who is it: every photo searches all the others");
    lfw->add_option("--pairs", options->pairs, "LFW's pairs file")->required()->check(CLI::ExistingFile);
    for (CLI::App* command : {lfw, identify}) {
        command->add_option("--images", options->images, "Photos, a folder a person")
            ->required()
            ->check(CLI::ExistingDirectory);
        command->add_flag("--json", options->json, "Print one JSON document");
        options->vision.add_options(*command);
    }
    lfw->callback([options] { evaluate_lfw(*options); });
    identify->callback([options] { evaluate_identification(*options); });
}

}  // namespace faces
