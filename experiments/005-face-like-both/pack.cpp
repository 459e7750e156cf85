/// Recognises photos for the experiments:   pack-faces MODELS LIST OUT [EMBEDDER [DETECTOR]]
/// LIST has a line `FILE<tab>PERSON` a photo. Writes to the folder OUT, a row a photo with a face, in LIST's
/// order: faces.tsv (the same lines), embeddings.f32 [n, dimension], landmarks.f32 [n, 5, 2] in the
/// portrait's pixels and portraits.u8 [n, 192, 192, 3], red-green-blue.

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <iostream>
#include <mutex>
#include <thread>

#include "evaluation/parallel.hpp"
#include "evaluation/photo_embeddings.hpp"
#include "photo/decode.hpp"
#include "vision/vision.hpp"

namespace {

using namespace faces;
namespace fs = std::filesystem;

/// What the generator draws: the photos hold no more, for their portraits are 180 px wide in the median.
constexpr int portrait_px = 192;

struct Row {
    std::string line;
    fs::path file;
    Embedding embedding;
    Chip portrait;
};

std::vector<Row> read_list(const fs::path& file) {
    std::ifstream in(file);
    std::vector<Row> rows;
    for (std::string line; std::getline(in, line);) {
        rows.push_back({line, line.substr(0, line.find('\t')), {}, {}});
    }
    return rows;
}

template <typename T>
void write(std::ofstream& out, const T* values, std::size_t count) {
    out.write(reinterpret_cast<const char*>(values), static_cast<std::streamsize>(count * sizeof(T)));
}

}  // namespace

int main(int argc, char** argv) {
    if (argc < 4) {
        std::cerr << "usage: pack-faces MODELS LIST OUT [EMBEDDER [DETECTOR]]\n";
        return 2;
    }
    const unsigned threads = std::max(1U, std::thread::hardware_concurrency());
    VisionOptions options{.models = argv[1], .concurrency = static_cast<int>(threads)};
    if (argc > 4) {
        options.embedder = argv[4];
    }
    const auto detector = make_detector(argc > 5 ? argv[5] : detector_names().front(), options);
    const auto aligner = make_aligner(options);
    const auto embedder = make_embedder(options);

    std::vector<Row> rows = read_list(argv[2]);
    std::mutex printing;
    const auto told = [&, last = std::size_t{0}](std::size_t done) mutable {
        if (done / 500 > last) {
            last = done / 500;
            const std::scoped_lock lock(printing);
            std::cerr << fmt::format("\r{} of {}", done, rows.size()) << std::flush;
        }
    };
    for_each_index(rows.size(), {.threads = threads, .progress = told}, [&](std::size_t i) {
        try {
            const Image image = decode_photo(read_photo_file(rows[i].file)).image;
            const auto found = detector->detect(image);
            if (found.empty()) {
                return;
            }
            const Face& face = nearest_the_centre(found, image);
            const Image chip = aligner->align(image, face).image;
            rows[i].embedding = embedder->embed({&chip, 1}).front();
            rows[i].portrait = aligner->portrait(image, face, portrait_px);
        } catch (const std::exception& error) {
            const std::scoped_lock lock(printing);
            std::cerr << rows[i].file << ": " << error.what() << '\n';
        }
    });

    const fs::path out = argv[3];
    fs::create_directories(out);
    std::ofstream lines(out / "faces.tsv"), embeddings(out / "embeddings.f32", std::ios::binary),
        landmarks(out / "landmarks.f32", std::ios::binary), portraits(out / "portraits.u8", std::ios::binary);
    std::size_t faces = 0;
    for (const Row& row : rows) {
        if (row.embedding.empty()) {
            continue;
        }
        ++faces;
        lines << row.line << '\n';
        write(embeddings, row.embedding.data(), row.embedding.size());
        for (const Point& point : row.portrait.landmarks) {
            const float xy[] = {static_cast<float>(point.x), static_cast<float>(point.y)};
            write(landmarks, xy, 2);
        }
        write(portraits, row.portrait.image.pixels.data(), row.portrait.image.pixels.size());
    }
    std::cerr << fmt::format("\n{} faces in {} photos\n", faces, rows.size());
    return lines && embeddings && landmarks && portraits ? 0 : 1;
}
