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

struct Logistic {
    double slope = 10, midpoint = 0.6;
    [[nodiscard]] double operator()(double distance) const {
        return 1 / (1 + std::exp(slope * (distance - midpoint)));
    }
};

/// Maximum likelihood by Newton's method on logit(p) = a + b * distance.
Logistic fit(const std::vector<Observation>& observations) {
    double a = 6, b = -10;
    for (int step = 0; step < 50; ++step) {
        double ga = 0, gb = 0, haa = 1e-9, hab = 0, hbb = 1e-9;
        for (const auto& [d, same] : observations) {
            const double p = 1 / (1 + std::exp(-(a + b * d)));
            const double error = (same ? 1 : 0) - p;
            const double weight = p * (1 - p);
            ga += error;
            gb += error * d;
            haa += weight;
            hab += weight * d;
            hbb += weight * d * d;
        }
        const double determinant = haa * hbb - hab * hab;
        a += (ga * hbb - gb * hab) / determinant;
        b += (gb * haa - ga * hab) / determinant;
    }
    return {-b, -a / b};
}

void calibration(const char* name, const Logistic& model, const std::vector<Observation>& observations) {
    fmt::print("{}: {} pairs, half of them the same person\n", name, observations.size());
    fmt::print("| similarity | pairs | mean similarity | same person |\n|---|---|---|---|\n");
    double brier = 0;
    for (int bin = 0; bin < 10; ++bin) {
        double said = 0, same = 0, count = 0;
        for (const auto& observation : observations) {
            const double p = model(observation.distance);
            if (std::min(9, static_cast<int>(p * 10)) != bin) {
                continue;
            }
            ++count;
            said += p;
            same += observation.same ? 1 : 0;
            brier += std::pow(p - (observation.same ? 1 : 0), 2);
        }
        if (count > 0) {
            fmt::print("| {} to {} % | {} | {:.1f} % | {:.1f} % |\n", bin * 10, bin * 10 + 10, count,
                       100 * said / count, 100 * same / count);
        }
    }
    fmt::print("Brier score {:.4f}\n\n", brier / static_cast<double>(observations.size()));
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 6) {
        std::cerr << "usage: fit-similarity MODELS CELEBA IDENTITIES LFW LFW_PAIRS\n";
        return 2;
    }
    const Eyes eyes(argv[1]);
    const auto celeba = celeba_pairs(eyes, argv[2], argv[3]);
    const Logistic model = fit(celeba);
    fmt::print("slope {:.3f}, midpoint {:.4f}\n\n", model.slope, model.midpoint);
    calibration("CelebA, which it was fitted on", model, celeba);
    calibration("LFW, which it has not seen", model, lfw_pairs(eyes, argv[4], argv[5]));
}
