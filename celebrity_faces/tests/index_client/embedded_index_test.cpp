#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <random>
#include <thread>

#include "faces/error.hpp"
#include "index_client/index_client.hpp"
#include "temporary_folder.hpp"

namespace faces {
namespace {

constexpr int dimension = 16;
const EmbedderInfo embedder{"test", dimension, "l2", "f32"};

struct EmbeddedIndexTest : ::testing::Test {
    tests::TemporaryFolder folder;
    std::filesystem::path snapshot = folder / "index.hnsw";
    std::vector<std::string> warnings;
    EmbeddedIndexOptions options{embedder, snapshot,
                                 [this](const std::string& text) { warnings.push_back(text); }};

    static std::vector<IndexedFace> made_faces(FaceId first, std::size_t count, unsigned seed = 1) {
        std::mt19937 random(seed + static_cast<unsigned>(first));
        std::normal_distribution<float> normal;
        std::vector<IndexedFace> faces(count);
        for (auto& face : faces) {
            face = {first, first / 2, Embedding(dimension)};
            for (float& value : face.embedding) {
                value = normal(random);
            }
            ++first;
        }
        return faces;
    }
    static void wait_for_snapshot(const std::filesystem::path& file) {
        for (int i = 0; i < 1000 && !std::filesystem::exists(file); ++i) {
            std::this_thread::sleep_for(std::chrono::milliseconds(10));
        }
    }
};

TEST_F(EmbeddedIndexTest, WhatWasAddedIsFoundAtOnceAndAfterItHasMovedIntoTheGraph) {
    const auto faces = made_faces(0, 3000);
    const auto index = make_embedded_index(options);
    index->upsert(faces);
    EXPECT_EQ(index->size(), 3000U);
    const auto all_are_found = [&] {
        for (std::size_t i = 0; i < faces.size(); i += 37) {
            const auto hits = index->search(faces[i].embedding, 3);
            ASSERT_EQ(hits.size(), 3U);
            EXPECT_EQ(hits[0].face, faces[i].face);
            EXPECT_NEAR(hits[0].distance, 0, 1e-3);
            EXPECT_NE(hits[0].person, hits[1].person);
        }
    };
    all_are_found();
    index->save();
    wait_for_snapshot(snapshot);
    all_are_found();
    EXPECT_EQ(index->size(), 3000U);
}

TEST_F(EmbeddedIndexTest, RemovedAndReplacedFacesNeverComeBackWhereverTheyWere) {
    const auto faces = made_faces(0, 2000);
    const auto index = make_embedded_index(options);
    index->upsert(faces);
    auto other = made_faces(0, 500, 99);  // the same ids elsewhere
    std::vector<FaceId> gone;
    for (FaceId id = 500; id < 1000; ++id) {
        gone.push_back(id);
    }
    index->upsert(other);
    index->remove(gone);
    index->remove(gone);
    EXPECT_EQ(index->size(), 1500U);
    index->save();
    wait_for_snapshot(snapshot);
    for (std::size_t i = 0; i < 2000; i += 7) {
        const auto hits = index->search(faces[i].embedding, 1);
        const bool stays = i >= 1000;
        EXPECT_EQ(hits.at(0).distance < 1e-3, stays) << i;
    }
    EXPECT_NEAR(index->search(other[123].embedding, 1).at(0).distance, 0, 1e-3);
    EXPECT_EQ(index->size(), 1500U);
}

TEST_F(EmbeddedIndexTest, ASnapshotKeepsFacesAndRevision) {
    const auto faces = made_faces(0, 600);
    {
        const auto index = make_embedded_index(options);
        index->upsert(faces);
        index->set_revision(42);
        index->save();
        wait_for_snapshot(snapshot);
    }
    const auto index = make_embedded_index(options);
    EXPECT_EQ(index->size(), 600U);
    EXPECT_EQ(index->revision(), 42);
    EXPECT_EQ(index->search(faces[5].embedding, 1).at(0).face, 5);
    index->clear();
    EXPECT_EQ(index->size(), 0U);
    EXPECT_EQ(index->revision(), 0);
    EXPECT_TRUE(index->search(faces[5].embedding, 1).empty());
    EXPECT_TRUE(warnings.empty());
}

TEST_F(EmbeddedIndexTest, ASnapshotThatDoesNotFitIsToldAndSetAside) {
    std::ofstream(snapshot) << "not an index";
    EXPECT_EQ(make_embedded_index(options)->size(), 0U);
    ASSERT_EQ(warnings.size(), 1U);
    EXPECT_NE(warnings[0].find(snapshot.string()), std::string::npos);
}

TEST_F(EmbeddedIndexTest, WrongEmbeddingsAreRefused) {
    const auto index = make_embedded_index(options);
    const std::vector<IndexedFace> shorter{{1, 1, Embedding(dimension - 1)}};
    EXPECT_THROW(index->upsert(shorter), Error);
    EXPECT_THROW((void)index->search(shorter[0].embedding, 1), Error);
    std::vector<IndexedFace> infinite{{1, 1, Embedding(dimension)}};
    infinite[0].embedding[3] = std::numeric_limits<float>::infinity();
    EXPECT_THROW(index->upsert(infinite), Error);
    EXPECT_EQ(index->size(), 0U);
}

TEST_F(EmbeddedIndexTest, SearchesGoOnWhileFacesComeAndGo) {
    const auto index = make_embedded_index(options);
    const auto stays = made_faces(0, 200);
    index->upsert(stays);
    std::atomic<bool> done = false;
    std::thread writer([&] {
        for (int round = 0; round < 20; ++round) {
            const auto faces = made_faces(1000, 300, static_cast<unsigned>(round));
            index->upsert(faces);
            std::vector<FaceId> ids;
            for (const auto& face : faces) {
                ids.push_back(face.face);
            }
            index->remove(ids);
        }
        done = true;
    });
    while (!done) {
        const auto hits = index->search(stays[17].embedding, 1);
        ASSERT_EQ(hits.size(), 1U);
        EXPECT_EQ(hits[0].face, 17);
    }
    writer.join();
    EXPECT_EQ(index->size(), 200U);
}

}  // namespace
}  // namespace faces
