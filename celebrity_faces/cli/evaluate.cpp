#include <fmt/format.h>

#include <filesystem>
#include <map>
#include <memory>

#include "cli/command.hpp"
#include "cli/evaluation_photos.hpp"
#include "cli/evaluation_report.hpp"
#include "evaluation/pairs.hpp"
#include "lookalike/similarity.hpp"
#include "terminal_kit/progress.hpp"

namespace faces {
namespace {

constexpr double false_accept_rates[] = {0.01, 0.001};
constexpr double stranger_rates[] = {0.01, 0.05};
/// Of the pairs that are listed as wrong labels, so many are strangers by chance.
constexpr double wrong_by_chance = 0.05;

struct EvaluateOptions {
    std::filesystem::path images, pairs, distractors;
    bool json = false;
    std::string together_name = "both";
    EvaluationPhotos photos;
};

const std::map<std::string, Together>& together_names() {
    static const std::map<std::string, Together> names{
        {"nearest", Together::nearest}, {"mean", Together::mean}, {"both", Together::both}};
    return names;
}

/// Runs `search` with a bar over so many searches.
template <typename Search>
auto with_bar(EvaluateOptions& options, const std::string& what, std::size_t searches, const Search& search) {
    terminal::ProgressBar bar(what, searches);
    return search(SearchOptions{.together = together_names().at(options.together_name),
                                .threads = options.photos.vision.threads,
                                .progress = [&](std::size_t done) { bar.show(done); }});
}

Report evaluate_lfw(EvaluateOptions& options) {
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
    const std::vector<PhotoEmbedding> embeddings = options.photos.embed(photos);
    std::vector<ComparedPair> compared;
    for (const PhotoPair& pair : pairs) {
        const auto& a = embeddings[places.at(pair.a)].embedding;
        const auto& b = embeddings[places.at(pair.b)].embedding;
        compared.push_back(
            {a && b ? std::optional<double>(l2_distance(*a, *b)) : std::nullopt, pair.same, pair.fold});
    }
    return report(verify(compared, false_accept_rates));
}

Report identified(EvaluateOptions& options, const LabelledPhotos& photos) {
    return with_bar(options, "searches", photos.faces.size(), [&](const SearchOptions& search) {
        return report(identify(photos.faces, photos.missing, search));
    });
}

Report evaluate_identification(EvaluateOptions& options) {
    LabelledPhotos photos = options.photos.of_people(options.images);
    Report result{{"photos", photos.photos()}, {"missing", photos.missing.size()}};
    result.update(identified(options, photos));
    if (!options.distractors.empty()) {
        const LabelledPhotos others = options.photos.of_strangers(options.distractors);
        photos.faces.insert(photos.faces.end(), others.faces.begin(), others.faces.end());
        Report mixed{{"photos", others.photos()}, {"missing", others.missing.size()}};
        mixed.update(identified(options, photos));
        mixed["rank_1_drop"] = result["rank_1"].get<double>() - mixed["rank_1"].get<double>();
        mixed["rank_5_drop"] = result["rank_5"].get<double>() - mixed["rank_5"].get<double>();
        result["with_distractors"] = mixed;
    }
    return result;
}

struct WrongLabels {
    double limit = 0;
    std::vector<WrongLabel> labels;
};

WrongLabels seek_wrong_labels(EvaluateOptions& options, const LabelledPhotos& photos) {
    std::vector<Embedding> sample;  // one a person: how far apart strangers are
    for (std::size_t i = 0; i < photos.faces.size(); ++i) {
        if (i == 0 || photos.faces[i].person != photos.faces[i - 1].person) {
            sample.push_back(photos.faces[i].embedding);
        }
    }
    const double limit = chance_limit(options.photos.strangers().value_or(stranger_distances(sample)),
                                      photos.faces.size(), wrong_by_chance);
    return {limit, with_bar(options, "pairs", photos.faces.size(), [&](const SearchOptions& search) {
                return wrong_labels(photos.faces, limit, search);
            })};
}

Report searched_open_set(EvaluateOptions& options, const LabelledPhotos& photos, const WrongLabels& wrong) {
    const auto searched = [&](const std::vector<LabelledEmbedding>& faces) {
        return with_bar(options, "searches", faces.size(), [&](const SearchOptions& search) {
            return report(search_open_set(faces, photos.missing, stranger_rates, search));
        });
    };
    Report result = searched(photos.faces);
    result["without_wrong_labels"] = searched(without(photos.faces, wrong.labels));
    return result;
}

Report report(const WrongLabels& wrong, const LabelledPhotos& photos) {
    return {{"nearer_than", wrong.limit},
            {"count", wrong.labels.size()},
            {"pairs", report(wrong.labels, photos.faces)}};
}

Report evaluate_open_set(EvaluateOptions& options) {
    const LabelledPhotos photos = options.photos.of_people(options.images);
    const WrongLabels wrong = seek_wrong_labels(options, photos);
    Report result = searched_open_set(options, photos, wrong);
    result["wrong_labels"] = report(wrong, photos);
    return result;
}

Report evaluate_all(EvaluateOptions& options) {
    Report result{{"embedder", options.photos.vision.embedder_name},
                  {"lfw", evaluate_lfw(options)},
                  {"identify", evaluate_identification(options)}};
    const LabelledPhotos photos = options.photos.of_people(options.images);
    const WrongLabels wrong = seek_wrong_labels(options, photos);
    for (const auto& [name, together] : together_names()) {
        options.together_name = name;
        result["open_set"][name] = searched_open_set(options, photos, wrong);
        if (name == "both") {  // the list is the same, whoever asks
            result["open_set"][name]["wrong_labels"] = report(wrong, photos);
        }
        result["together"][name] = identified(options, photos);
    }
    return result;
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
    CLI::App* open_set = evaluate->add_subcommand(
        "open-set", "Is it anybody, and who: people with one photo are the strangers, and wrong labels");
    CLI::App* all = evaluate->add_subcommand(
        "all", "All of these, and a person's photos by the nearest, by their mean and by both");
    for (CLI::App* command : {lfw, all}) {
        command->add_option("--pairs", options->pairs, "LFW's pairs file")
            ->required()
            ->check(CLI::ExistingFile);
    }
    for (CLI::App* command : {identify, all}) {
        command
            ->add_option("--distractors", options->distractors,
                         "A folder of photos of other people, who are searched too")
            ->check(CLI::ExistingDirectory);
    }
    for (CLI::App* command : {identify, open_set}) {
        command
            ->add_option("--together", options->together_name,
                         "How a person's photos answer: nearest, mean or both")
            ->check(CLI::IsMember(together_names()))
            ->capture_default_str();
    }
    const std::pair<CLI::App*, Report (*)(EvaluateOptions&)> commands[] = {
        {lfw, evaluate_lfw},
        {identify, evaluate_identification},
        {open_set, evaluate_open_set},
        {all, evaluate_all}};
    for (const auto& [command, run] : commands) {
        command->add_option("--images", options->images, "Photos, a folder a person")
            ->required()
            ->check(CLI::ExistingDirectory);
        command->add_option("--embeddings", options->photos.file,
                            "A file that keeps what was recognised, for the next evaluation");
        command->add_flag("--json", options->json, "Print one JSON document");
        options->photos.vision.add_options(*command);
        command->callback([options, run = run, name = command->get_name()] {
            const Report result = run(*options);
            if (options->json) {
                fmt::print("{}\n", result.dump());
            } else {
                print_for_people(result, name);
            }
        });
    }
}

}  // namespace faces
