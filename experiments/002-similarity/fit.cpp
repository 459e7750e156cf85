/// Fits what a distance means on CelebA's identities and checks it on LFW's pairs:
///   fit-similarity MODELS CELEBA IDENTITIES LFW LFW_PAIRS
/// See README.md.

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <iostream>
#include <map>
#include <random>
#include <set>
#include <thread>

#include "evaluation/pairs.hpp"
#include "evaluation/photo_embeddings.hpp"
#include "vision/vision.hpp"

namespace {

using namespace faces;
namespace fs = std::filesystem;

struct Observation {
    double distance;
    bool same;
};

double l2(const Embedding& a, const Embedding& b) {
    double sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        sum += (a[i] - b[i]) * (a[i] - b[i]);
    }
    return std::sqrt(sum);
}

class Eyes {
  public:
    explicit Eyes(const fs::path& models)
        : options_{.models = models, .concurrency = static_cast<int>(threads_)} {}

    [[nodiscard]] std::vector<PhotoEmbedding> operator()(const std::vector<fs::path>& photos) const {
        return embed_photos(photos, *detector_, *aligner_, *embedder_, threads_, [&](std::size_t done) {
            if (done % 1000 < 10) {
                std::cerr << '\r' << done << " of " << photos.size() << std::flush;
            }
        });
    }

  private:
    unsigned threads_ = std::max(1U, std::thread::hardware_concurrency());
    VisionOptions options_;
    std::unique_ptr<Detector> detector_ = make_detector("mtcnn", options_);
    std::unique_ptr<Aligner> aligner_ = make_aligner(options_);
    std::unique_ptr<Embedder> embedder_ = make_embedder(options_);
};

/// Every pair of one identity, at most 20 an identity, and as many random pairs of two.
std::vector<Observation> celeba_pairs(const Eyes& eyes, const fs::path& folder, const fs::path& identities) {
    std::vector<fs::path> photos;
    std::vector<int> identity;
    std::ifstream in(identities);
    std::string name;
    for (int id = 0; in >> name >> id;) {
        if (!fs::exists(folder / name)) {
            continue;
        }
        photos.push_back(folder / name);
        identity.push_back(id);
    }
    const auto embeddings = eyes(photos);
    std::map<int, std::vector<std::size_t>> people;
    std::vector<std::size_t> found;
    for (std::size_t i = 0; i < photos.size(); ++i) {
        if (!embeddings[i].embedding) {
            continue;
        }
        people[identity[i]].push_back(i);
        found.push_back(i);
    }
    std::mt19937 random(1);
    std::vector<Observation> pairs;
    for (auto& [id, of_person] : people) {
        std::vector<std::pair<std::size_t, std::size_t>> own;
        for (std::size_t a = 0; a < of_person.size(); ++a) {
            for (std::size_t b = 0; b < a; ++b) {
                own.emplace_back(of_person[a], of_person[b]);
            }
        }
        std::shuffle(own.begin(), own.end(), random);
        own.resize(std::min<std::size_t>(own.size(), 20));
        for (const auto& [a, b] : own) {
            pairs.push_back({l2(*embeddings[a].embedding, *embeddings[b].embedding), true});
        }
    }
    std::uniform_int_distribution<std::size_t> any(0, found.size() - 1);
    for (std::size_t wanted = pairs.size(); wanted > 0;) {
        const std::size_t a = found[any(random)], b = found[any(random)];
        if (identity[a] == identity[b]) {
            continue;
        }
        pairs.push_back({l2(*embeddings[a].embedding, *embeddings[b].embedding), false});
        --wanted;
    }
    return pairs;
}

std::vector<Observation> lfw_pairs(const Eyes& eyes, const fs::path& folder, const fs::path& file) {
    const auto pairs = read_lfw_pairs(file);
    std::set<std::string> names;
    for (const auto& pair : pairs) {
        names.insert({pair.a, pair.b});
    }
    std::vector<fs::path> photos;
    for (const auto& name : names) {
        photos.push_back(folder / name);
    }
    const auto embeddings = eyes(photos);
    std::map<std::string, Embedding> by_name;
    std::size_t i = 0;
    for (const auto& name : names) {
        if (embeddings[i].embedding) {
            by_name[name] = *embeddings[i].embedding;
        }
        ++i;
    }
    std::vector<Observation> observations;
    for (const auto& pair : pairs) {
        if (by_name.contains(pair.a) && by_name.contains(pair.b)) {
            observations.push_back({l2(by_name[pair.a], by_name[pair.b]), pair.same});
        }
    }
    return observations;
}

/// The part of a person's pairs that lie further apart than a distance: the survival function of a logistic
/// distribution.
struct Model {
    double median = 0.5, scale = 0.1;
    [[nodiscard]] double operator()(double distance) const {
        return 1 / (1 + std::exp((distance - median) / scale));
    }
};

std::vector<double> distances(const std::vector<Observation>& observations, bool same) {
    std::vector<double> sorted;
    for (const auto& observation : observations) {
        if (observation.same == same) {
            sorted.push_back(observation.distance);
        }
    }
    std::ranges::sort(sorted);
    return sorted;
}

/// Least squares of the logit of each percentile from the 5th to the 95th, on its distance: the far tail of
/// CelebA's pairs holds wrong labels, which a likelihood would follow.
Model fit(const std::vector<double>& sorted) {
    double n = 0, sum_x = 0, sum_y = 0, sum_xx = 0, sum_xy = 0;
    for (int percent = 5; percent <= 95; ++percent) {
        const double x = sorted[sorted.size() * static_cast<std::size_t>(percent) / 100];
        const double y = std::log(percent / (100.0 - percent));
        n += 1;
        sum_x += x;
        sum_y += y;
        sum_xx += x * x;
        sum_xy += x * y;
    }
    const double slope = (n * sum_xy - sum_x * sum_y) / (n * sum_xx - sum_x * sum_x);
    const double intercept = (sum_y - slope * sum_x) / n;
    return {-intercept / slope, 1 / slope};
}

/// At the distance where the model says so many per cent: the part of one person's pairs that lie further
/// apart, and of two people's pairs that lie nearer.
void table(const char* name, const Model& model, const std::vector<Observation>& observations) {
    const auto same = distances(observations, true), different = distances(observations, false);
    const auto further = [](const std::vector<double>& sorted, double distance) {
        const auto place = std::ranges::upper_bound(sorted, distance);
        return 100.0 * static_cast<double>(sorted.end() - place) / static_cast<double>(sorted.size());
    };
    fmt::print("{}: {} pairs of one person, {} of two\n", name, same.size(), different.size());
    fmt::print(
        "| similarity | distance | one person's pairs further apart | two people's pairs nearer "
        "|\n|---|---|---|---|\n");
    for (const double percent :
         {99.0, 95.0, 90.0, 80.0, 70.0, 60.0, 50.0, 40.0, 30.0, 20.0, 10.0, 5.0, 1.0}) {
        const double distance = model.median - model.scale * std::log(percent / (100 - percent));
        fmt::print("| {} % | {:.3f} | {:.1f} % | {:.2f} % |\n", percent, distance, further(same, distance),
                   100 - further(different, distance));
    }
    fmt::print("\n");
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 6) {
        std::cerr << "usage: fit-similarity MODELS CELEBA IDENTITIES LFW LFW_PAIRS\n";
        return 2;
    }
    const Eyes eyes(argv[1]);
    const auto celeba = celeba_pairs(eyes, argv[2], argv[3]);
    const Model model = fit(distances(celeba, true));
    fmt::print("median {:.4f}, scale {:.4f}\n\n", model.median, model.scale);
    table("CelebA, which it was fitted on", model, celeba);
    table("LFW, which it has not seen", model, lfw_pairs(eyes, argv[4], argv[5]));
}
