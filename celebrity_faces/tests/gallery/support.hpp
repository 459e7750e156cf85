#pragma once

#include <gmock/gmock.h>

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "faces/detector.hpp"
#include "faces/embedder.hpp"
#include "faces/error.hpp"
#include "faces/vector_search.hpp"
#include "gallery/import.hpp"
#include "gallery/store.hpp"
#include "temporary_folder.hpp"

namespace faces::test {

using tests::TemporaryFolder;

void write_text(const std::filesystem::path& file, std::string_view text);
[[nodiscard]] std::string read_text(const std::filesystem::path& file);
/// Every regular file below the folder with its content, to see that nothing was touched.
[[nodiscard]] std::vector<std::pair<std::string, std::string>> contents(const std::filesystem::path& folder);

/// A JPEG of one colour, in which FakeDetector sees as many faces as it is told by its red: see there. `seed`
/// makes the content differ.
struct Picture {
    int faces = 1;
    int seed = 0;
    int width = 64;
    int height = 48;
};
void write_photo(const std::filesystem::path& file, const Picture& picture);

/// Sees one face for every 60 of the first pixel's red; the largest, first, is the left half of the image.
class FakeDetector final : public Detector {
  public:
    [[nodiscard]] std::vector<Face> detect(const Image& image) const override;
};

class FakeAligner final : public Aligner {
  public:
    [[nodiscard]] Chip align(const Image& image, const Face& face) const override;
    [[nodiscard]] Chip portrait(const Image& image, const Face& face, int size) const override;
    [[nodiscard]] Image crop(const Image& image, const Box& box, int size) const override;
};

/// Four values: the chip's first pixel and its width.
class FakeEmbedder final : public Embedder {
  public:
    explicit FakeEmbedder(std::string name = "fake") : info_{std::move(name), 4, "l2", "f32"} {}
    [[nodiscard]] const EmbedderInfo& info() const noexcept override { return info_; }
    [[nodiscard]] int input_size() const noexcept override { return 8; }
    [[nodiscard]] std::vector<Embedding> embed(std::span<const Image> chips) const override;

  private:
    EmbedderInfo info_;
};

struct Fakes {
    FakeDetector detector;
    FakeAligner aligner;
    FakeEmbedder embedder;
    [[nodiscard]] Recogniser recogniser() const { return {detector, aligner, embedder}; }
};

/// A face of a person for a store, with a photo where a content hash is given.
[[nodiscard]] NewFace made_face(const std::string& person, float value, const std::string& sha256 = "");
[[nodiscard]] std::string hash_of(int number);

/// The error's code and a part of its message.
MATCHER_P2(FailsWith, code, part, "") {
    try {
        arg();
    } catch (const Error& error) {
        *result_listener << "threw: " << error.what();
        return error.code() == code && std::string(error.what()).find(part) != std::string::npos;
    }
    *result_listener << "threw nothing";
    return false;
}

}  // namespace faces::test
