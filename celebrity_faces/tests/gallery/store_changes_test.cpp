#include <gtest/gtest.h>

#include <chrono>
#include <map>
#include <thread>

#include "gallery/database.hpp"
#include "support.hpp"

namespace faces {
namespace {

using test::made_face;

/// An index that only remembers what it was told.
struct Follower final : ChangeSink {
    std::map<FaceId, IndexedFace> faces;
    int restarts = 0;
    std::size_t told = 0;
    std::int64_t revision = 0;

    void start_over() override {
        faces.clear();
        ++restarts;
    }
    void upsert(std::span<const IndexedFace> batch) override {
        told += batch.size();
        for (const IndexedFace& face : batch) faces[face.face] = face;
    }
    void remove(std::span<const FaceId> batch) override {
        told += batch.size();
        for (const FaceId face : batch) faces.erase(face);
    }
    void follow(const Store& store) { revision = store.read_changes(revision, *this); }
};

class ChangesTest : public ::testing::Test {
  protected:
    FaceId insert(const std::string& name, float value) {
        return *store_.insert_faces(std::vector{made_face(name, value)}, embedder_).entries[0].face;
    }

    test::TemporaryFolder data_;
    Store store_{data_.path()};
    const EmbedderInfo embedder_{"fake", 4, "l2", "f32"};
    Follower follower_;
};

TEST_F(ChangesTest, FollowerHasEveryFaceWithItsPersonAndEmbedding) {
    const FaceId ada = insert("Ada", 1);
    const FaceId bob = insert("Bob", 2);
    follower_.follow(store_);
    ASSERT_EQ(follower_.faces.size(), 2U);
    EXPECT_EQ(follower_.faces[ada].person, store_.person_named("Ada")->id);
    EXPECT_EQ(follower_.faces[bob].embedding, (Embedding{2, 0.25F, -1, 3}));
    EXPECT_EQ(follower_.revision, store_.revision());
}

TEST_F(ChangesTest, FollowerIsToldOnlyWhatItDoesNotKnow) {
    insert("Ada", 1);
    follower_.follow(store_);
    follower_.told = 0;
    const FaceId bob = insert("Bob", 2);
    store_.remove_person(store_.person_named("Ada")->id);
    follower_.follow(store_);
    EXPECT_EQ(follower_.told, 2U);
    EXPECT_EQ(follower_.restarts, 1);
    ASSERT_EQ(follower_.faces.size(), 1U);
    EXPECT_TRUE(follower_.faces.contains(bob));
    follower_.told = 0;
    follower_.follow(store_);
    EXPECT_EQ(follower_.told, 0U);
}

TEST_F(ChangesTest, RevisionsRise) {
    std::int64_t before = store_.revision();
    for (int i = 0; i < 5; ++i) {
        insert("Ada", static_cast<float>(i));
        EXPECT_GT(store_.revision(), before);
        before = store_.revision();
    }
}

TEST_F(ChangesTest, FollowerOfAnotherStoreStartsOver) {
    const test::TemporaryFolder elsewhere;
    Store other(elsewhere.path());
    other.insert_faces(std::vector{made_face("Zoe", 9)}, embedder_);
    follower_.follow(other);
    std::this_thread::sleep_for(std::chrono::milliseconds(2));  // revisions are milliseconds
    insert("Ada", 1);
    follower_.follow(store_);
    EXPECT_EQ(follower_.restarts, 2);
    ASSERT_EQ(follower_.faces.size(), 1U);
    EXPECT_EQ(follower_.faces.begin()->second.embedding[0], 1);
}

TEST_F(ChangesTest, FollowerOfAStoreThatWasPutBackStartsOver) {
    insert("Ada", 1);
    const test::TemporaryFolder backup;
    store_.copy_to(backup.path() / "gallery.sqlite");
    insert("Bob", 2);
    follower_.follow(store_);
    Store put_back(backup.path());
    follower_.follow(put_back);
    EXPECT_EQ(follower_.faces.size(), 1U);
    // Also where the store that was put back has gone on beyond the follower's revision.
    put_back.insert_faces(std::vector{made_face("Zoe", 9)}, embedder_);
    follower_.revision = store_.revision();
    follower_.follow(put_back);
    EXPECT_EQ(follower_.restarts, 3);
    EXPECT_EQ(follower_.faces.size(), 2U);
}

TEST_F(ChangesTest, FollowerFromBeforeForgottenRemovalsStartsOver) {
    const FaceId ada = insert("Ada", 1);
    follower_.follow(store_);
    store_.remove_person(store_.person_named("Ada")->id);
    {
        // As many removals after Ada's as are kept, so that the next one pushes hers out.
        sqlite::Database database(data_.path() / "gallery.sqlite");
        database
            .prepare(
                "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)"
                " INSERT INTO removals SELECT i + 1000, (SELECT MAX(revision) + 1 FROM revisions) FROM n")
            .bind(Store::kept_removals)
            .run();
        database.execute("INSERT INTO revisions SELECT MAX(revision) + 1 FROM revisions");
    }
    insert("Bob", 2);
    store_.remove_person(store_.person_named("Bob")->id);
    follower_.follow(store_);
    EXPECT_EQ(follower_.restarts, 2);
    EXPECT_FALSE(follower_.faces.contains(ada));
    sqlite::Database database(data_.path() / "gallery.sqlite");
    EXPECT_LE(database.number("SELECT COUNT(*) FROM removals"),
              static_cast<std::int64_t>(Store::kept_removals));
}

TEST_F(ChangesTest, ManyFacesComeInBatches) {
    std::vector<NewFace> faces;
    for (int i = 0; i < 5000; ++i)
        faces.push_back(made_face("Person " + std::to_string(i % 100), static_cast<float>(i)));
    const InsertResult result = store_.insert_faces(faces, embedder_);
    follower_.follow(store_);
    ASSERT_EQ(follower_.faces.size(), 5000U);
    for (std::size_t i = 0; i < faces.size(); ++i)
        EXPECT_EQ(follower_.faces[*result.entries[i].face].embedding, faces[i].embedding);
}

}  // namespace
}  // namespace faces
