#include "gallery/reembed.hpp"

#include <gtest/gtest.h>

#include "support.hpp"

namespace faces {
namespace {

using test::FailsWith;
using test::FakeEmbedder;
using test::write_photo;

class ReembedTest : public ::testing::Test {
  protected:
    void SetUp() override {
        for (int i = 0; i < 5; ++i)
            write_photo(photos_.path() / ("Person_" + std::to_string(i)) / "1.jpg", {.seed = i});
        (void)import_directory(store_, photos_.path(), fakes_.recogniser());
    }
    ReembedSummary run(const ReembedOptions& options = {}) {
        return reembed(store_, fakes_.aligner, other_, options);
    }

    /// What a follower of the store's changes sees.
    struct Follower final : ChangeSink {
        void start_over() override { ++restarts; }
        void upsert(std::span<const IndexedFace> faces) override { embeddings += faces.size(); }
        void remove(std::span<const FaceId>) override {}
        int restarts = 0;
        std::size_t embeddings = 0;
    };

    test::TemporaryFolder data_, photos_;
    Store store_{data_.path()};
    test::Fakes fakes_;
    FakeEmbedder other_{"other"};
};

TEST_F(ReembedTest, EveryFaceHasTheNewEmbeddingAndFollowersStartOver) {
    const std::int64_t before = store_.revision();
    const ReembedSummary summary = run();
    EXPECT_TRUE(summary.exchanged);
    EXPECT_EQ(summary.made, 5U);
    EXPECT_EQ(store_.embedder(), other_.info());
    EXPECT_EQ(store_.counts(), (Counts{5, 5, 5}));
    Follower follower;
    (void)store_.read_changes(before, follower);
    EXPECT_EQ(follower.restarts, 1);
    EXPECT_EQ(follower.embeddings, 5U);
}

TEST_F(ReembedTest, AStopKeepsWhatWasMadeAndTheGalleryAsItWas) {
    std::stop_source stop;
    stop.request_stop();
    EXPECT_FALSE(run({.stop = stop.get_token()}).exchanged);
    EXPECT_EQ(store_.embedder(), fakes_.embedder.info());

    // As a stop in the middle leaves it.
    const std::vector<FaceId> todo = store_.start_reembedding(other_.info());
    ASSERT_EQ(todo.size(), 5U);
    store_.keep_new_embeddings(
        std::vector{NewEmbedding{todo[0], {1, 2, 3, 4}}, NewEmbedding{todo[1], {1, 2, 3, 4}}}, other_.info());
    EXPECT_FALSE(store_.exchange_embeddings(other_.info())) << "three faces have no new embedding";
    EXPECT_EQ(store_.embedder(), fakes_.embedder.info());

    const ReembedSummary rest = run();
    EXPECT_EQ(rest.made, 3U) << "two were made before";
    EXPECT_TRUE(rest.exchanged);
    EXPECT_EQ(store_.embedder(), other_.info());
}

TEST_F(ReembedTest, WhatWasMadeWithAThirdEmbedderIsMadeAgain) {
    const FakeEmbedder third("third");
    const std::vector<FaceId> todo = store_.start_reembedding(third.info());
    store_.keep_new_embeddings(std::vector{NewEmbedding{todo[0], {1, 2, 3, 4}}}, third.info());
    EXPECT_EQ(run().made, 5U);
    EXPECT_EQ(store_.embedder(), other_.info());
}

TEST_F(ReembedTest, AFaceWhoseCopyIsLostIsNamedAndTheGalleryStaysAsItWas) {
    const Person person = *store_.person_named("Person 2");
    std::filesystem::remove(*store_.photo_file(person.photos.at(0).id));
    const ReembedSummary summary = run();
    EXPECT_FALSE(summary.exchanged);
    ASSERT_EQ(summary.failures.size(), 1U);
    EXPECT_EQ(summary.failures[0].person, "Person 2");
    EXPECT_EQ(summary.failures[0].photo, "1.jpg");
    EXPECT_EQ(store_.embedder(), fakes_.embedder.info());
    (void)store_.remove_photo(person.photos.at(0).id);
    EXPECT_TRUE(run().exchanged);
}

TEST_F(ReembedTest, FacesWithoutAPhotoAreRefused) {
    store_.insert_faces(std::vector{test::made_face("Nobody", 1)}, fakes_.embedder.info());
    EXPECT_THAT([&] { run(); }, FailsWith(ErrorCode::conflict, "1 faces of the gallery have no photo"));
}

}  // namespace
}  // namespace faces
