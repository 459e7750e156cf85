/// From where on is a likeness a guess?   measure-quality MODELS CELEBA IDENTITIES [--probes 1500]
/// See README.md.

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <iostream>
#include <map>
#include <mutex>
#include <opencv2/imgproc.hpp>
#include <random>
#include <thread>

#include "evaluation/parallel.hpp"
#include "evaluation/people_distances.hpp"
#include "evaluation/photo_embeddings.hpp"
#include "lookalike/quality.hpp"
#include "photo/decode.hpp"
#include "vision/vision.hpp"

namespace {

using namespace faces;
namespace fs = std::filesystem;

/// What is done to a photo before it is asked, by the property of a face that suffers.
struct Harm {
    std::string property;
    double amount;
    std::function<cv::Mat(const cv::Mat&)> apply;
};

cv::Mat lit(const cv::Mat& photo, double gain) {
    cv::Mat out;
    photo.convertTo(out, -1, gain);
    return out;
}

std::vector<Harm> harms() {
    std::vector<Harm> all{{"none", 0, [](const cv::Mat& photo) { return photo; }}};
    for (const double scale : {0.6, 0.5, 0.4, 0.32, 0.26, 0.2, 0.16}) {
        all.push_back({"eyes_px", scale, [scale](const cv::Mat& photo) {
                           cv::Mat out;
                           cv::resize(photo, out, {}, scale, scale, cv::INTER_AREA);
                           return out;
                       }});
    }
    for (const double sigma : {1.0, 1.5, 2.0, 2.5, 3.0, 4.0}) {
        all.push_back({"sharpness", sigma, [sigma](const cv::Mat& photo) {
                           cv::Mat out;
                           cv::GaussianBlur(photo, out, {}, sigma);
                           return out;
                       }});
    }
    for (const double gain : {0.5, 0.3, 0.2, 0.12, 0.08, 0.05, 1.5, 2.0, 2.5, 3.0, 4.0}) {
        all.push_back({"brightness", gain, [gain](const cv::Mat& photo) { return lit(photo, gain); }});
    }
    return all;
}

/// The upper ends of the rows of the table.
const std::map<std::string, std::vector<double>>& bins() {
    static const std::map<std::string, std::vector<double>> all{
        {"eyes_px", {6, 8, 10, 12, 14, 16, 20, 24, 32, 1e9}},
        {"sharpness", {0.02, 0.03, 0.04, 0.05, 0.06, 0.08, 0.1, 0.15, 0.2, 1e9}},
        {"brightness", {0.02, 0.04, 0.06, 0.08, 0.12, 0.2, 0.7, 0.8, 0.85, 0.9, 0.95, 1e9}},
        {"yaw", {10, 20, 25, 30, 35, 40, 45, 50, 1e9}}};
    return all;
}

struct Answer {
    std::string property;
    double value;
    bool right;
};

double value_of(const FaceQuality& quality, const std::string& property) {
    return property == "eyes_px"      ? quality.eyes_px
           : property == "sharpness"  ? quality.sharpness
           : property == "brightness" ? quality.brightness
                                      : std::abs(quality.yaw);
}

class Eyes {
  public:
    explicit Eyes(const fs::path& models) {
        const VisionOptions options{.models = models, .concurrency = 2};
        detector = make_detector(detector_names().front(), options);
        aligner = make_aligner(options);
        embedder = make_embedder(options);
    }
    [[nodiscard]] std::optional<Face> find(const Image& image) const {
        const auto found = detector->detect(image);
        return found.empty() ? std::nullopt : std::optional(nearest_the_centre(found, image));
    }
    [[nodiscard]] Embedding embed(const Image& image, const Face& face) const {
        const Image chip = aligner->align(image, face).image;
        return embedder->embed({&chip, 1}).front();
    }
    std::unique_ptr<Detector> detector;
    std::unique_ptr<Aligner> aligner;
    std::unique_ptr<Embedder> embedder;
};

Image as_image(const cv::Mat& mat) {
    Image image(mat.cols, mat.rows);
    cv::Mat to(mat.rows, mat.cols, CV_8UC3, image.pixels.data());
    mat.copyTo(to);
    return image;
}

SearchOptions telling(const std::string& what, std::size_t total) {
    return {.threads = std::max(1U, std::thread::hardware_concurrency()),
            .progress = [what, total, last = std::size_t{0}](std::size_t done) mutable {
                if (done * 20 / total > last) {
                    last = done * 20 / total;
                    std::cerr << what << ' ' << last * 5 << " %\n";
                }
            }};
}

void print_table(const std::vector<Answer>& answers) {
    for (const auto& [property, ends] : bins()) {
        fmt::print("\n| {} | photos | the right person first |\n|---|---|---|\n", property);
        double from = 0;
        for (const double to : ends) {
            std::size_t photos = 0, right = 0;
            for (const Answer& answer : answers) {
                if (answer.property == property && answer.value >= from && answer.value < to) {
                    ++photos;
                    right += answer.right ? 1 : 0;
                }
            }
            if (photos >= 50) {
                fmt::print("| {} to {} | {} | {:.1f} % |\n", from, to > 1e8 ? "" : fmt::format("{}", to),
                           photos, 100.0 * static_cast<double>(right) / static_cast<double>(photos));
            }
            from = to;
        }
    }
}

}  // namespace

int main(int argc, char** argv) {
    if (argc < 4) {
        std::cerr << "usage: measure-quality MODELS CELEBA IDENTITIES [--probes 1500]\n";
        return 2;
    }
    const std::size_t probes = argc > 5 ? std::stoul(argv[5]) : 1500;
    const Eyes eyes(argv[1]);
    std::vector<LabelledEmbedding> photos;
    std::ifstream in(argv[3]);
    for (std::string name, person; in >> name >> person;) {
        if (const fs::path file = fs::path(argv[2]) / name; fs::exists(file)) {
            photos.push_back({person, {}, file.string()});
        }
    }
    std::vector<Answer> answers;
    std::mutex mutex;  // guards answers
    std::vector<std::optional<FaceQuality>> qualities(photos.size());
    for_each_index(photos.size(), telling("gallery", photos.size()), [&](std::size_t i) {
        const Image image = decode_photo(read_photo_file(photos[i].photo)).image;
        if (const auto face = eyes.find(image)) {
            photos[i].embedding = eyes.embed(image, *face);
            qualities[i] = measure_quality(image, *face, *eyes.aligner, 1);
        }
    });
    std::vector<LabelledEmbedding> gallery;
    std::vector<FaceQuality> gallery_qualities;
    std::map<std::string, std::size_t> of_person;
    for (std::size_t i = 0; i < photos.size(); ++i) {
        if (qualities[i]) {
            gallery.push_back(photos[i]);
            gallery_qualities.push_back(*qualities[i]);
            ++of_person[photos[i].person];
        }
    }
    const PeopleDistances distances_of(gallery, Together::both);
    const auto right = [&](const Embedding& embedding, std::size_t probe) {
        const auto distances = distances_of(embedding, probe);
        return distances[distances_of.person_of(probe)] <= std::ranges::min(distances);
    };
    std::vector<std::size_t> asked;
    for (std::size_t i = 0; i < gallery.size(); ++i) {
        if (of_person[gallery[i].person] >= 2) {
            asked.push_back(i);
        }
    }
    // The head's turn is as the photos have it.
    for_each_index(asked.size(), telling("turned heads", asked.size()), [&](std::size_t i) {
        const bool found = right(gallery[asked[i]].embedding, asked[i]);
        const std::scoped_lock lock(mutex);
        answers.push_back({"yaw", std::abs(gallery_qualities[asked[i]].yaw), found});
    });
    std::mt19937 random(1);
    std::ranges::shuffle(asked, random);
    asked.resize(std::min(asked.size(), probes));
    const auto all_harms = harms();
    std::map<std::pair<std::string, double>, std::array<std::size_t, 2>> unseen;
    std::size_t right_unharmed = 0;
    for_each_index(asked.size(), telling("harmed photos", asked.size()), [&](std::size_t i) {
        Image photo = decode_photo(read_photo_file(gallery[asked[i]].photo)).image;
        const cv::Mat whole(photo.height, photo.width, CV_8UC3, photo.pixels.data());
        for (const Harm& harm : all_harms) {
            const Image image = as_image(harm.apply(whole));
            const auto face = eyes.find(image);
            std::vector<Answer> made;
            bool found = false;
            if (face) {
                const FaceQuality quality = measure_quality(image, *face, *eyes.aligner, 1);
                found = right(eyes.embed(image, *face), asked[i]);
                for (const auto& property : {"eyes_px", "sharpness", "brightness"}) {
                    if (harm.property == property || harm.property == "none") {
                        made.push_back({property, value_of(quality, property), found});
                    }
                }
            }
            const std::scoped_lock lock(mutex);
            answers.insert(answers.end(), made.begin(), made.end());
            right_unharmed += harm.property == "none" && found ? 1 : 0;
            ++unseen[{harm.property, harm.amount}][0];
            unseen[{harm.property, harm.amount}][1] += face ? 0 : 1;
        }
    });
    fmt::print("{} photos unharmed: the right person first in {:.1f} %\n\n", asked.size(),
               100.0 * static_cast<double>(right_unharmed) / static_cast<double>(asked.size()));
    std::map<std::string_view, std::size_t> notes;
    for (const FaceQuality& quality : gallery_qualities) {
        for (const QualityNote note : quality.notes) {
            ++notes[note_name(note)];
        }
    }
    fmt::print("notes on {} photos as they are:\n", gallery_qualities.size());
    for (const auto& [note, count] : notes) {
        fmt::print("{}: {:.2f} %\n", note,
                   100.0 * static_cast<double>(count) / static_cast<double>(gallery_qualities.size()));
    }
    print_table(answers);
    fmt::print("\nfaces that were not found:\n");
    for (const auto& [harm, counts] : unseen) {
        fmt::print("{} {}: {} of {}\n", harm.first, harm.second, counts[1], counts[0]);
    }
}
