#include "evaluation/photo_embeddings.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cmath>
#include <exception>
#include <thread>

#include "photo/decode.hpp"

namespace faces {

const Face& nearest_the_centre(const std::vector<Face>& faces, const Image& image) {
    return *std::ranges::min_element(faces, {}, [&](const Face& face) {
        const Point centre = face.box.centre();
        return std::hypot(centre.x - image.width / 2.0, centre.y - image.height / 2.0);
    });
}

namespace {

PhotoEmbedding embed_photo(const std::filesystem::path& file, const Detector& detector,
                           const Aligner& aligner, const Embedder& embedder) {
    try {
        const Image image = decode_photo(read_photo_file(file)).image;
        const std::vector<Face> found = detector.detect(image);
        if (found.empty()) {
            return {std::nullopt, "no face was found"};
        }
        const Image chip = aligner.align(image, nearest_the_centre(found, image)).image;
        return {embedder.embed({&chip, 1}).front(), {}};
    } catch (const std::exception& error) {  // a library's too: one bad photo ends nothing
        return {std::nullopt, error.what()};
    }
}

}  // namespace

std::vector<PhotoEmbedding> embed_photos(const std::vector<std::filesystem::path>& photos,
                                         const Detector& detector, const Aligner& aligner,
                                         const Embedder& embedder, unsigned threads,
                                         const std::function<void(std::size_t)>& progress) {
    std::vector<PhotoEmbedding> results(photos.size());
    std::atomic<std::size_t> next = 0, done = 0;
    std::vector<std::jthread> workers;
    for (unsigned t = 0; t < threads; ++t) {
        workers.emplace_back([&] {
            for (std::size_t i = next++; i < photos.size(); i = next++) {
                results[i] = embed_photo(photos[i], detector, aligner, embedder);
                ++done;
            }
        });
    }
    while (done < photos.size()) {
        std::this_thread::sleep_for(std::chrono::milliseconds(100));
        progress(done);
    }
    return results;
}

}  // namespace faces
