#include "support.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>

#include "photo/encode.hpp"

namespace faces::test {
namespace fs = std::filesystem;

void write_text(const fs::path& file, std::string_view text) {
    fs::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary) << text;
}

std::string read_text(const fs::path& file) {
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

std::vector<std::pair<std::string, std::string>> contents(const fs::path& folder) {
    std::vector<std::pair<std::string, std::string>> all;
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator(folder))
        if (entry.is_regular_file()) all.emplace_back(entry.path().string(), read_text(entry.path()));
    std::sort(all.begin(), all.end());
    return all;
}

void write_photo(const fs::path& file, const Picture& picture) {
    Image image(picture.width, picture.height);
    for (std::size_t i = 0; i < image.pixels.size(); i += 3) {
        image.pixels[i] = static_cast<std::uint8_t>(60 * picture.faces + 30);
        image.pixels[i + 1] = static_cast<std::uint8_t>(picture.seed % 250);
        image.pixels[i + 2] = static_cast<std::uint8_t>(picture.seed / 250);
    }
    const std::vector<std::uint8_t> jpeg = encode_jpeg(image, 95);
    write_text(file, {reinterpret_cast<const char*>(jpeg.data()), jpeg.size()});
}

std::vector<Face> FakeDetector::detect(const Image& image) const {
    Face face{{0, 0, image.width / 2.0, static_cast<double>(image.height)}, 0.9, {}};
    for (std::size_t i = 0; i < face.landmarks.size(); ++i)
        face.landmarks[i] = {static_cast<double>(i), static_cast<double>(i) + 0.5};
    return std::vector<Face>(static_cast<std::size_t>(image.pixels[0] / 60), face);
}

Chip FakeAligner::align(const Image& image, const Face& /*face*/) const {
    return {image, {}};
}
Chip FakeAligner::portrait(const Image& image, const Face& /*face*/, int /*size*/) const {
    return {image, {}};
}
Image FakeAligner::crop(const Image& image, const Box& /*box*/, int /*size*/) const {
    return image;
}

std::vector<Embedding> FakeEmbedder::embed(std::span<const Image> chips) const {
    std::vector<Embedding> embeddings;
    for (const Image& chip : chips)
        embeddings.push_back({static_cast<float>(chip.pixels[0]), static_cast<float>(chip.pixels[1]),
                              static_cast<float>(chip.pixels[2]), static_cast<float>(chip.width)});
    return embeddings;
}

std::string hash_of(int number) {
    std::string hash = std::to_string(number);
    return std::string(64 - hash.size(), '0').append(hash);
}

NewFace made_face(const std::string& person, float value, const std::string& sha256) {
    NewFace face{person, {}, {{1, 2, 3, 4}, 0.5, {}}, {value, 0.25F, -1, 3}};
    if (!sha256.empty())
        face.photo = NewPhoto{sha256, {1, 2, 3}, 640, 480, "link", "licence", "credit", "a.jpg"};
    return face;
}

}  // namespace faces::test
