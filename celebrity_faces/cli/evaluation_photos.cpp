#include "cli/evaluation_photos.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "terminal_kit/progress.hpp"

namespace faces {

std::vector<PhotoEmbedding> EvaluationPhotos::embed(const std::vector<std::filesystem::path>& photos) {
    if (!vision.embedder) {
        vision.load();
    }
    if (!kept_) {
        const EmbedderInfo& embedder = vision.embedder->info();
        const std::string made_by =
            fmt::format("{}, {} in {}", vision.detector_name, embedder.name, embedder.precision);
        kept_ = file.empty() ? EmbeddingFile{made_by, {}} : EmbeddingFile::read(file, made_by);
    }
    std::vector<std::filesystem::path> wanted;
    std::ranges::copy_if(photos, std::back_inserter(wanted),
                         [&](const auto& photo) { return !kept_->photos.contains(photo.string()); });
    if (!wanted.empty()) {
        terminal::ProgressBar bar("photos", wanted.size());
        const auto made = embed_photos(wanted, *vision.detector, *vision.aligner, *vision.embedder,
                                       vision.threads, [&](std::size_t done) { bar.show(done); });
        for (std::size_t i = 0; i < wanted.size(); ++i) {
            kept_->photos[wanted[i].string()] = made[i];
        }
        if (!file.empty()) {
            kept_->write(file);
        }
    }
    std::vector<PhotoEmbedding> result;
    std::ranges::transform(photos, std::back_inserter(result),
                           [&](const auto& photo) { return kept_->photos.at(photo.string()); });
    return result;
}

LabelledPhotos EvaluationPhotos::labelled(const std::vector<std::filesystem::path>& photos,
                                          const std::vector<std::string>& people) {
    const std::vector<PhotoEmbedding> embeddings = embed(photos);
    LabelledPhotos result;
    for (std::size_t i = 0; i < photos.size(); ++i) {
        if (embeddings[i].embedding) {
            result.faces.push_back({people[i], *embeddings[i].embedding, photos[i].filename().string()});
        } else {
            fmt::print(stderr, "{}: {}\n", photos[i].string(), embeddings[i].problem);
            result.missing.push_back(people[i]);
        }
    }
    return result;
}

LabelledPhotos EvaluationPhotos::of_people(const std::filesystem::path& folder) {
    std::vector<std::filesystem::path> photos;
    for (const auto& person : std::filesystem::directory_iterator(folder)) {
        if (person.is_directory()) {
            for (const auto& photo : std::filesystem::directory_iterator(person)) {
                photos.push_back(photo.path());
            }
        }
    }
    std::ranges::sort(photos);
    std::vector<std::string> people;
    std::ranges::transform(photos, std::back_inserter(people),
                           [](const auto& photo) { return photo.parent_path().filename().string(); });
    return labelled(photos, people);
}

LabelledPhotos EvaluationPhotos::of_strangers(const std::filesystem::path& folder) {
    std::vector<std::filesystem::path> photos;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
        if (entry.is_regular_file()) {
            photos.push_back(entry.path());
        }
    }
    std::ranges::sort(photos);
    std::vector<std::string> people;
    std::ranges::transform(photos, std::back_inserter(people),
                           [](const auto& photo) { return photo.string(); });
    return labelled(photos, people);
}

std::optional<StrangerDistances> EvaluationPhotos::strangers() const {
    return vision.embedder ? stranger_distances(vision.embedder->info()) : std::nullopt;
}

}  // namespace faces
