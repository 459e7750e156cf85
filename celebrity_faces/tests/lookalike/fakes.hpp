#pragma once

#include <map>

#include "faces/blender.hpp"
#include "faces/detector.hpp"
#include "faces/embedder.hpp"
#include "faces/face_drawer.hpp"
#include "faces/people.hpp"
#include "faces/vector_search.hpp"
#include "photo/encode.hpp"

namespace faces::testing {

/// Finds the faces that it was told of.
struct FakeDetector final : Detector {
    std::vector<Face> faces;
    [[nodiscard]] std::vector<Face> detect(const Image& /*image*/) const override { return faces; }
};

/// Pictures of one grey, by what was asked: 10 a chip, 20 a portrait; a crop is as grey as its box is wide.
struct FakeAligner final : Aligner {
    static Image grey(int size, double value) {
        Image image(size, size);
        std::fill(image.pixels.begin(), image.pixels.end(), static_cast<std::uint8_t>(value));
        return image;
    }
    [[nodiscard]] Chip align(const Image& /*image*/, const Face& face) const override {
        return {grey(150, 10), face.landmarks};
    }
    [[nodiscard]] Chip portrait(const Image& /*image*/, const Face& face, int size) const override {
        return {grey(size, 20), face.landmarks};
    }
    [[nodiscard]] Image crop(const Image& /*image*/, const Box& box, int size) const override {
        return grey(size, box.width);
    }
};

/// An embedding is the chip's grey; counts what it was asked.
struct FakeEmbedder final : Embedder {
    EmbedderInfo about{"dlib-resnet-v1", 2, "l2", "f32"};
    mutable std::size_t embedded = 0;
    [[nodiscard]] const EmbedderInfo& info() const noexcept override { return about; }
    [[nodiscard]] int input_size() const noexcept override { return 150; }
    [[nodiscard]] std::vector<Embedding> embed(std::span<const Image> chips) const override {
        std::vector<Embedding> embeddings;
        for (const Image& chip : chips) {
            embeddings.push_back({static_cast<float>(chip.pixels[0]), 0});
        }
        embedded += chips.size();
        return embeddings;
    }
};

/// Answers the same hits and remembers the query.
struct FakeSearch final : VectorSearch {
    std::vector<Hit> hits;
    mutable Embedding asked;
    [[nodiscard]] std::vector<Hit> search(std::span<const float> query, std::size_t k) const override {
        asked.assign(query.begin(), query.end());
        return {hits.begin(), hits.begin() + static_cast<std::ptrdiff_t>(std::min(k, hits.size()))};
    }
    void upsert(std::span<const IndexedFace> /*faces*/) override {}
    void remove(std::span<const FaceId> /*faces*/) override {}
    void clear() override {}
    [[nodiscard]] std::int64_t revision() const override { return 0; }
    void set_revision(std::int64_t /*revision*/) override {}
    [[nodiscard]] std::size_t size() const override { return hits.size(); }
    void save() override {}
};

struct FakePeople final : People {
    std::map<PersonId, Person> people;
    std::map<FaceId, StoredFace> faces;
    std::map<PhotoId, std::vector<std::uint8_t>> photos;
    std::map<PersonId, Embedding> means;

    void add(PersonId id, const std::string& name, std::optional<PhotoId> photo) {
        people[id] = {.id = id, .name = name, .photos = {}};
        faces[id * 10] = {.id = id * 10, .person = id, .photo = photo, .face = {}};
        if (photo) {
            photos[*photo] = encode_jpeg(FakeAligner::grey(64, 200));
        }
    }
    [[nodiscard]] std::optional<Person> person(PersonId id) const override {
        const auto found = people.find(id);
        return found == people.end() ? std::nullopt : std::optional(found->second);
    }
    [[nodiscard]] std::optional<StoredFace> face(FaceId id) const override {
        const auto found = faces.find(id);
        return found == faces.end() ? std::nullopt : std::optional(found->second);
    }
    [[nodiscard]] std::optional<StoredFace> best_face(PersonId id) const override {
        const auto found = face(id * 10);
        return found && found->photo ? found : std::nullopt;
    }
    [[nodiscard]] std::optional<Embedding> mean_embedding(PersonId id) const override {
        const auto found = means.find(id);
        return found == means.end() ? std::nullopt : std::optional(found->second);
    }
    [[nodiscard]] std::optional<Embedding> embedding(PersonId id) const override {
        return people.contains(id) ? std::optional(Embedding{0, static_cast<float>(id)}) : std::nullopt;
    }
    [[nodiscard]] std::optional<std::vector<std::uint8_t>> photo_bytes(PhotoId id) const override {
        const auto found = photos.find(id);
        return found == photos.end() ? std::nullopt : std::optional(found->second);
    }
    [[nodiscard]] std::vector<Person> list(const std::string& /*query*/, std::size_t /*offset*/,
                                           std::size_t /*limit*/) const override {
        return {};
    }
    [[nodiscard]] std::size_t count(const std::string& /*query*/) const override { return people.size(); }
};

/// The mean grey of both.
struct FakeBlender final : Blender {
    [[nodiscard]] Image blend(const Chip& a, const Chip& b, double t) const override {
        return FakeAligner::grey(a.image.width, a.image.pixels[0] * (1 - t) + b.image.pixels[0] * t);
    }
};

/// As grey as the embedding's first value is near to one.
struct FakeDrawer final : FaceDrawer {
    mutable std::size_t batches = 0;
    [[nodiscard]] std::vector<Image> draw(std::span<const Embedding> embeddings) const override {
        ++batches;
        std::vector<Image> pictures;
        for (const Embedding& embedding : embeddings) {
            pictures.push_back(FakeAligner::grey(192, 100 * static_cast<double>(embedding[0])));
        }
        return pictures;
    }
};

}  // namespace faces::testing
