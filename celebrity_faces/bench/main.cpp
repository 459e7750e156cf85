/// faces-bench: from a photo's bytes to its embeddings, beside peers, in rounds that take turns.

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "faces/resources.hpp"
#include "photo/decode.hpp"
#include "pipeline.hpp"
#include "terminal_kit/progress.hpp"

namespace {

using namespace faces;
using bench::Pipeline;

struct Measured {
    std::vector<double> ms;
    std::size_t faces = 0;

    [[nodiscard]] double median() const {
        std::vector<double> sorted = ms;
        const auto middle = sorted.begin() + static_cast<std::ptrdiff_t>(sorted.size() / 2);
        std::ranges::nth_element(sorted, middle);
        return *middle;
    }
};

std::vector<Measured> measure(const std::vector<std::unique_ptr<Pipeline>>& pipelines,
                              const std::filesystem::path& photo, std::size_t rounds) {
    const auto bytes = read_photo_file(photo);
    std::vector<Measured> all(pipelines.size());
    terminal::ProgressBar bar(photo.filename().string(), rounds);
    for (std::size_t round = 0; round <= rounds; ++round) {
        for (std::size_t i = 0; i < pipelines.size(); ++i) {
            const Pipeline::Run run = pipelines[i]->run(photo, bytes);
            if (round > 0) {  // the first warms
                all[i].ms.push_back(run.ms);
            }
            if (run.faces == 0) {  // it has embedded nothing, and would look fast
                throw std::runtime_error(fmt::format("{} finds no face in {}: take another photo",
                                                     pipelines[i]->name(), photo.string()));
            }
            all[i].faces = run.faces;
        }
        bar.show(round);
    }
    return all;
}

std::vector<std::unique_ptr<Pipeline>> make_pipelines(const std::filesystem::path& face_api) {
    std::vector<std::unique_ptr<Pipeline>> pipelines;
    pipelines.push_back(bench::make_own("auto"));
    if (pipelines.front()->name().ends_with("bf16")) {
        pipelines.push_back(bench::make_own("f32"));
    }
    pipelines.push_back(
        bench::make_dlib(resource_directory() / "models",
                         [](std::span<const std::uint8_t> bytes) { return decode_photo(bytes).image; }));
    if (auto peer = bench::make_face_api(face_api)) {
        pipelines.push_back(std::move(peer));
    } else {
        fmt::print(stderr, "face-api is left out: it is not in {}, or cannot start\n", face_api.string());
    }
    return pipelines;
}

nlohmann::ordered_json report(const std::filesystem::path& photo,
                              const std::vector<std::unique_ptr<Pipeline>>& pipelines,
                              const std::vector<Measured>& measured) {
    nlohmann::ordered_json row{{"photo", photo.filename().string()}};
    for (std::size_t i = 0; i < measured.size(); ++i) {
        row["pipelines"].push_back({{"name", pipelines[i]->name()},
                                    {"faces", measured[i].faces},
                                    {"median_ms", measured[i].median()},
                                    {"ratio", measured[i].median() / measured.front().median()}});
    }
    return row;
}

void print_for_people(const nlohmann::ordered_json& row) {
    fmt::print("{}\n", row.at("photo").get<std::string>());
    for (const auto& pipeline : row.at("pipelines")) {
        fmt::print("  {:<32}{:>3} faces{:>10.2f} ms{:>8.2f} times\n", pipeline.at("name").get<std::string>(),
                   pipeline.at("faces").get<std::size_t>(), pipeline.at("median_ms").get<double>(),
                   pipeline.at("ratio").get<double>());
    }
}

int parse_and_run(int argc, char** argv) {
    CLI::App app("How long from a photo's bytes to its embeddings, on one thread, beside dlib and face-api?");
    std::vector<std::filesystem::path> photos;
    std::filesystem::path face_api = FACES_BENCH_FACE_API;
    std::size_t rounds = 20;
    bool json = false;
    app.add_option("PHOTO", photos, "JPEG photos")->required()->check(CLI::ExistingFile);
    app.add_option("--rounds", rounds, "How often each answers each photo")
        ->check(CLI::Range(1, 10000))
        ->capture_default_str();
    app.add_option("--face-api", face_api,
                   "Where npm installed face-api (npm ci --prefix celebrity_faces/bench/face-api)");
    app.add_flag("--json", json, "Print one JSON document");
    CLI11_PARSE(app, argc, argv);

    const auto pipelines = make_pipelines(face_api);
    nlohmann::ordered_json document{{"rounds", rounds}, {"photos", nlohmann::ordered_json::array()}};
    for (const auto& photo : photos) {
        document["photos"].push_back(report(photo, pipelines, measure(pipelines, photo, rounds)));
        if (!json) {
            print_for_people(document["photos"].back());
        }
    }
    if (json) {
        fmt::print("{}\n", document.dump());
    }
    return 0;
}

}  // namespace

int main(int argc, char** argv) {
    try {
        return parse_and_run(argc, argv);
    } catch (const std::exception& error) {
        std::fputs(("faces-bench: " + std::string(error.what()) + "\n").c_str(), stderr);
        return 1;
    }
}
