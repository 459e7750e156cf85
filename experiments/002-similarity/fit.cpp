/// How far apart are strangers, and how rare is a near one?   fit-similarity EMBEDDINGS IDENTITIES PLOT.svg
/// EMBEDDINGS is what `celebrity-faces evaluate all --embeddings` kept of LFW and, as distractors, CelebA.
/// See README.md.

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <limits>
#include <map>
#include <mutex>
#include <numbers>
#include <random>
#include <thread>

#include "evaluation/embedding_file.hpp"
#include "evaluation/parallel.hpp"
#include "lookalike/similarity.hpp"
#include "plot.hpp"

namespace {

using namespace faces;

constexpr double bin = 0.001;  ///< of a distance

const SearchOptions quietly{.threads = std::max(1U, std::thread::hardware_concurrency())};

struct People {
    std::vector<LabelledEmbedding> celeba, lfw;
};

People read_people(const std::filesystem::path& embeddings, const std::filesystem::path& identities) {
    std::map<std::string, std::string> identity;
    std::ifstream in(identities);
    for (std::string name, id; in >> name >> id;) {
        identity[name] = id;
    }
    People people;
    for (const auto& [name, photo] : EmbeddingFile::read(embeddings, "").photos) {
        const std::filesystem::path path = name;
        if (!photo.embedding) {
            continue;
        }
        if (const auto found = identity.find(path.filename().string()); found != identity.end()) {
            people.celeba.push_back({found->second, *photo.embedding});
        } else {
            people.lfw.push_back({path.parent_path().filename().string(), *photo.embedding});
        }
    }
    return people;
}

/// How many pairs of two people are as far apart, by bins.
struct Histogram {
    std::vector<double> counts = std::vector<double>(3000);
    double pairs = 0;

    /// The part of the pairs that are nearer than bin i's end.
    [[nodiscard]] std::vector<std::pair<double, double>> shares() const {
        std::vector<std::pair<double, double>> all;
        double sum = 0;
        for (std::size_t i = 0; i < counts.size(); ++i) {
            sum += counts[i];
            all.emplace_back(bin * static_cast<double>(i + 1), sum / pairs);
        }
        return all;
    }
};

Histogram strangers_of(const std::vector<LabelledEmbedding>& faces) {
    Histogram histogram;
    std::mutex mutex;  // guards histogram
    for_each_index(faces.size(), quietly, [&](std::size_t a) {
        std::vector<double> counts(histogram.counts.size());
        double pairs = 0;
        for (std::size_t b = 0; b < a; ++b) {
            if (faces[a].person != faces[b].person) {
                ++counts[std::min(
                    counts.size() - 1,
                    static_cast<std::size_t>(l2_distance(faces[a].embedding, faces[b].embedding) / bin))];
                ++pairs;
            }
        }
        const std::scoped_lock lock(mutex);
        std::ranges::transform(counts, histogram.counts, histogram.counts.begin(), std::plus<>());
        histogram.pairs += pairs;
    });
    return histogram;
}

double below(double z) {
    return 0.5 * std::erfc(-z / std::numbers::sqrt2);
}

/// The standard deviations below which a part of a normal distribution lies.
double probit(double part) {
    double low = -40, high = 40;
    for (int step = 0; step < 100; ++step) {
        const double z = (low + high) / 2;
        (below(z) > part ? high : low) = z;
    }
    return low;
}

/// The line through (distance, probit of the share) where shares lie between one in a million, below which
/// wrong labels count, and a half; each share counts alike.
StrangerDistances fit(const Histogram& histogram) {
    double n = 0, sx = 0, sy = 0, sxx = 0, sxy = 0, last = -100;
    for (const auto& [distance, share] : histogram.shares()) {
        if (share < 1e-6 || share > 0.5) {
            continue;
        }
        const double z = probit(share);
        if (z - last < 0.05) {
            continue;
        }
        last = z;
        ++n, sx += z, sy += distance, sxx += z * z, sxy += z * distance;
    }
    const double deviation = (n * sxy - sx * sy) / (n * sxx - sx * sx);
    return {.mean = (sy - deviation * sx) / n, .deviation = deviation};
}

/// The best match of each person's first face among `size` faces of other people, drawn by chance.
std::vector<float> best_matches(const std::vector<LabelledEmbedding>& faces, std::size_t size) {
    std::map<std::string, std::size_t> first;
    for (std::size_t i = 0; i < faces.size(); ++i) {
        first.try_emplace(faces[i].person, i);
    }
    std::vector<std::size_t> strangers;
    for (const auto& [person, face] : first) {
        strangers.push_back(face);
    }
    std::vector<float> best(strangers.size(), std::numeric_limits<float>::max());
    for_each_index(strangers.size(), quietly, [&](std::size_t i) {
        const LabelledEmbedding& stranger = faces[strangers[i]];
        std::mt19937 random(static_cast<unsigned>(i));
        std::uniform_int_distribution<std::size_t> any(0, faces.size() - 1);
        for (std::size_t searched = 0; searched < size;) {
            const LabelledEmbedding& other = faces[any(random)];
            if (other.person != stranger.person) {
                best[i] = std::min(best[i], l2_distance(stranger.embedding, other.embedding));
                ++searched;
            }
        }
    });
    return best;
}

Panel distances_panel(const Histogram& celeba, const Histogram& lfw, const StrangerDistances& fitted) {
    const auto points = [](const Histogram& histogram) {
        std::vector<std::pair<double, double>> all;
        double last = -99;
        for (const auto& [distance, share] : histogram.shares()) {
            if (share > 0 && std::log10(share) - last > 0.12) {
                last = std::log10(share);
                all.emplace_back(distance, last);
            }
        }
        return all;
    };
    Series line{"normal, fitted on CelebA", "#333", {}};
    for (double distance = 0.6; distance < 1.6; distance += 0.01) {
        line.points.emplace_back(distance, std::log10(below((distance - fitted.mean) / fitted.deviation)));
    }
    return {"Pairs of strangers that are nearer",
            "L2 distance",
            "part of the pairs",
            0.6,
            1.6,
            -8,
            0,
            {0.6, 0.8, 1.0, 1.2, 1.4, 1.6},
            {-8, -6, -4, -2, 0},
            [](double x) { return fmt::format("{:.1f}", x); },
            [](double y) { return fmt::format("1e{:.0f}", y); },
            {line, {"CelebA", "#1668c7", points(celeba), false}, {"LFW", "#c73e16", points(lfw), false}}};
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 4) {
        std::cerr << "usage: fit-similarity EMBEDDINGS IDENTITIES PLOT.svg\n";
        return 2;
    }
    const People people = read_people(argv[1], argv[2]);
    const Histogram celeba = strangers_of(people.celeba), lfw = strangers_of(people.lfw);
    const StrangerDistances fitted = fit(celeba), of_lfw = fit(lfw);
    fmt::print("CelebA: {} faces, {:.0f} pairs of strangers: mean {:.4f}, deviation {:.4f}\n",
               people.celeba.size(), celeba.pairs, fitted.mean, fitted.deviation);
    fmt::print("LFW: {} faces, {:.0f} pairs of strangers: mean {:.4f}, deviation {:.4f}\n\n",
               people.lfw.size(), lfw.pairs, of_lfw.mean, of_lfw.deviation);

    const auto used = stranger_distances(EmbedderInfo{"mobilefacenet", 128, "l2", "f32"}).value();
    const Similarity similarity(used);
    Panel panel{"Strangers' best matches",
                "similarity, per cent",
                "part of the searches",
                0,
                100,
                0,
                1,
                {0, 25, 50, 75, 90, 100},
                {0, 0.25, 0.5, 0.75, 1},
                [](double x) { return fmt::format("{:.0f}", x); },
                [](double y) { return fmt::format("{:.0f} %", 100 * y); },
                {{"as defined: 50 % reach 50, 1 % reach 90", "#333", {{50, 0.5}, {90, 0.01}}, false}},
                0.35};
    fmt::print("| | faces searched | reach 50 | reach 90 |\n|---|---|---|---|\n");
    const std::array colours{"#1668c7", "#3aa37a", "#c7a216", "#c73e16"};
    for (const auto& [name, faces] : {std::pair("CelebA", &people.celeba), std::pair("LFW", &people.lfw)}) {
        std::size_t colour = 0;
        for (const std::size_t size :
             {std::size_t{20}, std::size_t{100}, std::size_t{1000}, std::size_t{9000}}) {
            std::vector<double> reached;
            for (const float distance : best_matches(*faces, size)) {
                reached.push_back(similarity.per_cent(distance, size));
            }
            const auto part = [&](double limit) {
                return static_cast<double>(
                           std::ranges::count_if(reached, [&](double v) { return v >= limit; })) /
                       static_cast<double>(reached.size());
            };
            fmt::print("| {} | {} | {:.1f} % | {:.2f} % |\n", name, size, 100 * part(50), 100 * part(90));
            if (std::string(name) == "LFW") {
                Series series{fmt::format("LFW, {} faces", size), colours[colour++], {}};
                for (int limit = 0; limit <= 100; ++limit) {
                    series.points.emplace_back(limit, part(limit));
                }
                panel.series.push_back(series);
            }
        }
    }
    std::ofstream(argv[3]) << svg({distances_panel(celeba, lfw, fitted), panel});
    return 0;
}
