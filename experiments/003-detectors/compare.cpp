/// Which detector finds the faces?   compare-detectors MODELS LFW CELEBA [--scenes N] [--only NAME] [--mmod
/// FILE]
/// [--pictures DIR] See README.md.

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <map>
#include <optional>

#include "peers.hpp"
#include "photo/encode.hpp"
#include "scenes.hpp"
#include "vision/vision.hpp"

namespace {

using namespace faces;

constexpr std::uint64_t seed = 1;
constexpr double counted_px = 24;  ///< faces of this size and more count in all rows but the sizes'

struct Share {
    int found = 0, all = 0;
};

/// What one detector found, by what there was to find.
struct Tally {
    std::vector<std::pair<std::string, Share>> parts;  ///< in the order in which they were met
    int finds = 0, false_finds = 0, finds_on_empty = 0;
    int scenes = 0;
    double ms = 0;

    void add(const std::string& name, bool hit) {
        auto part = std::ranges::find(parts, name, [](const auto& entry) { return entry.first; });
        if (part == parts.end()) {
            part = parts.insert(parts.end(), {name, {}});
        }
        ++part->second.all;
        part->second.found += hit ? 1 : 0;
    }
};

/// A find is right where its centre lies near the face's and its size is within a factor of two: detectors
/// draw their boxes differently, and none is to suffer for that.
bool fits(const Face& found, const PlacedFace& face) {
    const Point a = found.box.centre(), b = face.box.centre();
    const double ratio = std::sqrt(found.box.area()) / face.box.width;
    return std::hypot(a.x - b.x, a.y - b.y) < 0.35 * face.box.width && ratio > 0.5 && ratio < 2;
}

std::string size_of(double side) {
    int least = 16;
    for (const int limit : {24, 32, 48, 96, 192}) {
        if (side < limit) {
            return fmt::format("size {} to {} px", least, limit);
        }
        least = limit;
    }
    return "size 192 to 400 px";
}

void count(const Scene& scene, const std::vector<Face>& found, Tally& tally) {
    std::vector<bool> right(found.size());
    for (const PlacedFace& face : scene.faces) {
        bool hit = false;
        for (std::size_t i = 0; i < found.size(); ++i) {
            if (fits(found[i], face)) {
                hit = right[i] = true;
            }
        }
        tally.add(size_of(face.box.width), hit);
        if (face.box.width < counted_px) {
            continue;
        }
        tally.add("all of 24 px and more", hit);
        const double turn = std::abs(face.turn);
        tally.add(turn == 0   ? "upright"
                  : turn < 15 ? "turned by up to 15 degrees"
                              : "turned by 15 to 30 degrees",
                  hit);
        tally.add(face.blur == 0  ? "sharp"
                  : face.blur < 2 ? "blurred, sigma 1 to 2 px"
                                  : "blurred, sigma 2 to 3 px",
                  hit);
        tally.add(face.covered ? "a fifth covered" : "free", hit);
        tally.add("light: " + scene.light, hit);
        tally.add(scene.coarse ? "JPEG of quality 20" : "no JPEG", hit);
    }
    tally.finds += static_cast<int>(found.size());
    tally.false_finds += static_cast<int>(std::ranges::count(right, false));
}

struct Named {
    std::string name;
    std::unique_ptr<Detector> detector;
    int every = 1;  ///< scenes; more for a detector that takes half a minute a scene
    Tally tally{};
};

std::vector<Named> all_detectors(const std::filesystem::path& models, const std::filesystem::path& mmod) {
    std::vector<Named> all;
    const VisionOptions options{.models = models};
    all.push_back({"Haar and an eye, as the original", make_detector("haar", options)});
    all.push_back({"Haar alone, finer steps", make_haar_alone(models)});
    all.push_back({"dlib HOG, picture doubled", make_hog()});
    if (!mmod.empty()) {
        all.push_back({"dlib MMOD, every 25th scene", make_mmod(mmod), 25});
    }
    all.push_back({"MTCNN", make_detector("mtcnn", options)});
    all.push_back({"CenterFace, MTCNN's third stage", make_detector("centerface", options)});
    return all;
}

void write_picture(const std::filesystem::path& folder, int number, const Scene& scene) {
    const auto bytes = encode_jpeg(scene.image);
    std::ofstream out(folder / fmt::format("scene-{:03}.jpg", number), std::ios::binary);
    out.write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
}

void print_table(const std::vector<Named>& detectors, int empty) {
    fmt::print("\n| |");
    for (const Named& named : detectors) {
        fmt::print(" {} |", named.name);
    }
    fmt::print("\n|---|");
    for (std::size_t i = 0; i < detectors.size(); ++i) {
        fmt::print("---|");
    }
    const auto row = [&](const std::string& title, const auto& value) {
        fmt::print("\n| {} |", title);
        for (const Named& named : detectors) {
            fmt::print(" {} |", value(named.tally));
        }
    };
    for (const auto& [name, part] : detectors.front().tally.parts) {
        row(fmt::format("{} ({})", name, part.all), [&](const Tally& tally) {
            const auto own =
                std::ranges::find(tally.parts, name, [](const auto& entry) { return entry.first; });
            const Share found = own == tally.parts.end() ? Share{} : own->second;
            return found.all == 0 ? "" : fmt::format("{:.1f} %", 100.0 * found.found / found.all);
        });
    }
    row("false finds of all", [](const Tally& t) {
        return fmt::format("{} of {}, {:.2f} %", t.false_finds, t.finds,
                           t.finds == 0 ? 0 : 100.0 * t.false_finds / t.finds);
    });
    row(fmt::format("finds in {} scenes without a face", empty),
        [](const Tally& t) { return fmt::format("{}", t.finds_on_empty); });
    row("ms a scene", [](const Tally& t) { return fmt::format("{:.0f}", t.ms / t.scenes); });
    fmt::print("\n");
}

}  // namespace

int main(int argc, char** argv) {
    std::vector<std::string> places;
    std::map<std::string, std::string> options;
    for (int i = 1; i < argc; ++i) {
        const std::string word = argv[i];
        if (word.starts_with("--") && i + 1 < argc) {
            options[word] = argv[++i];
        } else {
            places.push_back(word);
        }
    }
    if (places.size() != 3) {
        std::fputs(
            "usage: compare-detectors MODELS LFW CELEBA [--scenes N] [--only NAME] [--mmod FILE] [--pictures "
            "DIR]\n"
            "--only: detectors whose name in the table has NAME in it\n",
            stderr);
        return 2;
    }
    const int scenes = options.contains("--scenes") ? std::stoi(options["--scenes"]) : 500;
    const std::vector<FaceSource> sources{lfw_source(places[1]), celeba_source(places[2])};
    std::vector<Named> detectors = all_detectors(places[0], options["--mmod"]);
    std::erase_if(detectors, [&](const Named& named) {
        return named.name.find(options["--only"]) == std::string::npos;
    });
    int empty = 0;
    for (int number = 0; number < scenes; ++number) {
        for (const bool with_faces : {true, false}) {
            if (!with_faces && number % 5 != 0) {
                continue;  // a scene without faces for five with
            }
            const Scene scene = compose(sources, seed, static_cast<std::uint64_t>(number), with_faces);
            empty += with_faces ? 0 : 1;
            if (with_faces && number < 24 && !options["--pictures"].empty()) {
                write_picture(options["--pictures"], number, scene);
            }
            for (auto& [name, detector, every, tally] : detectors) {
                if (number % every != 0) {
                    continue;
                }
                ++tally.scenes;
                const auto start = std::chrono::steady_clock::now();
                const auto found = detector->detect(scene.image);
                tally.ms +=
                    std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start)
                        .count();
                if (with_faces) {
                    count(scene, found, tally);
                } else {
                    tally.finds_on_empty += static_cast<int>(found.size());
                }
            }
        }
        fmt::print(stderr, "\rscenes {}/{} ", number + 1, scenes);
    }
    print_table(detectors, empty);
}
