#include "gallery/store.hpp"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <limits>
#include <thread>

#include "gallery/database.hpp"
#include "gallery/photo_files.hpp"
#include "support.hpp"

namespace faces {
namespace {

using test::FailsWith;
using test::hash_of;
using test::made_face;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

class StoreTest : public ::testing::Test {
  protected:
    InsertResult insert(const std::vector<NewFace>& faces) { return store_.insert_faces(faces, embedder_); }
    [[nodiscard]] bool has_copy(int number) const {
        return std::filesystem::exists(PhotoFiles::file_in(data_.path(), hash_of(number)));
    }
    [[nodiscard]] std::vector<std::string> names(const std::string& query, std::size_t offset,
                                                 std::size_t limit) const {
        std::vector<std::string> found;
        for (const Person& person : store_.list(query, offset, limit)) found.push_back(person.name);
        return found;
    }

    test::TemporaryFolder data_;
    Store store_{data_.path()};
    const EmbedderInfo embedder_{"fake", 4, "l2", "f32"};
};

TEST_F(StoreTest, WhatGoesInComesOut) {
    NewFace face = made_face("Ада «Countess» O'Lovelace", 1.5F, hash_of(1));
    face.face.landmarks[4] = {7.25, -8.5};
    const FaceId id = *insert({face}).entries[0].face;

    const std::optional<Person> person = store_.person_named(" ада «COUNTESS»  o'lovelace ");
    ASSERT_TRUE(person);
    EXPECT_EQ(person->name, face.person);
    EXPECT_FALSE(person->builtin);
    ASSERT_EQ(person->photos.size(), 1U);
    EXPECT_EQ(person->photos[0].width, 640);
    EXPECT_EQ(person->photos[0].height, 480);
    EXPECT_EQ(person->photos[0].licence, "licence");
    EXPECT_EQ(store_.photo_bytes(person->photos[0].id), face.photo->jpeg);

    const std::optional<StoredFace> stored = store_.face(id);
    ASSERT_TRUE(stored);
    EXPECT_EQ(stored->person, person->id);
    EXPECT_EQ(stored->photo, person->photos[0].id);
    EXPECT_EQ(stored->face.box.height, 4);
    EXPECT_EQ(stored->face.score, 0.5);
    EXPECT_EQ(stored->face.landmarks[4].x, 7.25);
    EXPECT_EQ(stored->face.landmarks[4].y, -8.5);
    EXPECT_EQ(store_.kept_face(id)->embedding, face.embedding);
    EXPECT_EQ(store_.embedder(), embedder_);
}

TEST_F(StoreTest, WhatIsNotThereIsAbsent) {
    EXPECT_FALSE(store_.person(1));
    EXPECT_FALSE(store_.face(1));
    EXPECT_FALSE(store_.best_face(1));
    EXPECT_FALSE(store_.photo_bytes(1));
    EXPECT_FALSE(store_.kept_face(1));
    EXPECT_FALSE(store_.person_named(""));
    EXPECT_FALSE(store_.photo_owner(hash_of(1)));
    EXPECT_FALSE(store_.embedder());
    EXPECT_EQ(store_.counts(), Counts{});
}

TEST_F(StoreTest, NamesAreOnePersonWhateverTheirCase) {
    EXPECT_EQ(insert({made_face("Анна", 1), made_face("АННА", 2), made_face("Ada", 3)}).people_added, 2U);
    EXPECT_EQ(insert({made_face("анна", 4)}).people_added, 0U);
    EXPECT_EQ(store_.counts(), (Counts{2, 0, 4}));
    EXPECT_EQ(store_.person_named("анна")->name, "Анна");
}

TEST_F(StoreTest, PeopleAreListedByNameInPages) {
    insert({made_face("Charles", 1), made_face("ada", 2), made_face("Grace 100%", 3), made_face("Bob_", 4)});
    EXPECT_THAT(names("", 0, 10), ElementsAre("ada", "Bob_", "Charles", "Grace 100%"));
    EXPECT_THAT(names("", 1, 2), ElementsAre("Bob_", "Charles"));
    EXPECT_THAT(names("A", 0, 10), ElementsAre("ada", "Charles", "Grace 100%"));
    EXPECT_THAT(names("%", 0, 10), ElementsAre("Grace 100%"));
    EXPECT_THAT(names("_", 0, 10), ElementsAre("Bob_"));
    EXPECT_THAT(names("'", 0, 10), IsEmpty());
    EXPECT_THAT(names("", 4, 10), IsEmpty());
    EXPECT_THAT(names("", std::numeric_limits<std::size_t>::max(), 1), IsEmpty());
    EXPECT_EQ(store_.count("a"), 3U);
    EXPECT_EQ(store_.count_before("", "c"), 2U);
}

TEST_F(StoreTest, SamePhotoComesInOnceWhoeverItIsOf) {
    const InsertResult result = insert(
        {made_face("Ada", 1, hash_of(1)), made_face("ada", 2, hash_of(1)), made_face("Bob", 3, hash_of(1))});
    EXPECT_TRUE(result.entries[0].face);
    EXPECT_FALSE(result.entries[1].face);
    EXPECT_FALSE(result.entries[2].face);
    EXPECT_EQ(result.entries[2].owner, "Ada");
    EXPECT_EQ(store_.counts(), (Counts{1, 1, 1}));
    EXPECT_EQ(store_.photo_owner(hash_of(1)), "Ada");
}

TEST_F(StoreTest, OneBadEntryKeepsTheOthersOut) {
    NewFace infinite = made_face("Bob", std::numeric_limits<float>::infinity());
    NewFace shorter = made_face("Bob", 1);
    shorter.embedding.pop_back();
    EXPECT_THAT(
        [&] {
            insert({made_face("Ada", 1, hash_of(1)), infinite});
        },
        FailsWith(ErrorCode::invalid_argument, "finite"));
    EXPECT_THAT(
        [&] {
            insert({made_face("Ada", 1, hash_of(1)), shorter});
        },
        FailsWith(ErrorCode::invalid_argument, "has 3 values, fake makes 4"));
    EXPECT_THAT(
        [&] {
            insert({made_face("Ada", 1, hash_of(1)), made_face("\x01", 1)});
        },
        FailsWith(ErrorCode::invalid_argument, "control"));
    EXPECT_EQ(store_.counts(), Counts{});
    EXPECT_FALSE(has_copy(1));
}

TEST_F(StoreTest, EmbeddingsOfDifferentKindsNeverMeet) {
    insert({made_face("Ada", 1)});
    const EmbedderInfo other{"other", 4, "l2", "f32"};
    EXPECT_THAT([&] { store_.insert_faces(std::vector{made_face("Bob", 1)}, other); },
                FailsWith(ErrorCode::conflict, "fake (4 values, l2, f32)"));
    EXPECT_THAT(
        [&] {
            store_.check_embedder({"fake", 4, "cosine", "f32"});
        },
        FailsWith(ErrorCode::conflict, "fake (4 values, cosine, f32)"));
    EXPECT_NO_THROW(store_.check_embedder({"fake", 4, "l2", "bf16"})) << "precisions share a gallery";
    store_.remove_person(store_.person_named("Ada")->id);
    EXPECT_NO_THROW(store_.insert_faces(std::vector{made_face("Bob", 1)}, other));
}

TEST_F(StoreTest, BestFaceIsTheLargestThatMayBeShown) {
    NewFace large = made_face("Ada", 1, hash_of(1));
    large.face.box = {0, 0, 30, 30};
    NewFace unseen = made_face("Ada", 2);
    unseen.face.box = {0, 0, 90, 90};
    const InsertResult result = insert({made_face("Ada", 3, hash_of(2)), large, unseen});
    EXPECT_EQ(store_.best_face(store_.person_named("Ada")->id)->id, *result.entries[1].face);
}

TEST_F(StoreTest, MeanEmbeddingIsAsLongAsThoseOfThePerson) {
    NewFace one = made_face("Ada", 1), other = made_face("Ada", 2);
    one.embedding = {3, 0, 0, 0};
    other.embedding = {0, 3, 0, 0};
    insert({one, other, made_face("Bob", 3)});
    const std::optional<Embedding> mean = store_.mean_embedding(store_.person_named("Ada")->id);
    ASSERT_TRUE(mean);
    const float part = 3 / std::sqrt(2.0F);
    EXPECT_THAT(*mean, ElementsAre(::testing::FloatEq(part), ::testing::FloatEq(part), 0, 0));
    EXPECT_FALSE(store_.mean_embedding(store_.person_named("Bob")->id)) << "one face is its own mean";
    EXPECT_FALSE(store_.mean_embedding(999));
}

TEST_F(StoreTest, OppositeEmbeddingsHaveNoMean) {
    NewFace one = made_face("Ada", 1), other = made_face("Ada", 2);
    one.embedding = {1, 0, 0, 0};
    other.embedding = {-1, 0, 0, 0};
    insert({one, other});
    EXPECT_FALSE(store_.mean_embedding(store_.person_named("Ada")->id));
}

TEST_F(StoreTest, RemovedPersonLeavesNothing) {
    insert(
        {made_face("Ada", 1, hash_of(1)), made_face("Ada", 2, hash_of(2)), made_face("Bob", 3, hash_of(3))});
    EXPECT_EQ(store_.remove_person(store_.person_named("Ada")->id), (Counts{1, 2, 2}));
    EXPECT_EQ(store_.counts(), (Counts{1, 1, 1}));
    EXPECT_FALSE(has_copy(1));
    EXPECT_FALSE(has_copy(2));
    EXPECT_TRUE(has_copy(3));
    sqlite::Database database(data_.path() / "gallery.sqlite");
    EXPECT_EQ(database.number("SELECT COUNT(*) FROM embeddings"), 1);
    EXPECT_THAT([&] { store_.remove_person(77); }, FailsWith(ErrorCode::not_found, "77"));
}

TEST_F(StoreTest, PersonGoesWithTheLastPhoto) {
    insert({made_face("Ada", 1, hash_of(1)), made_face("Ada", 2, hash_of(2))});
    const Person ada = *store_.person_named("Ada");
    EXPECT_EQ(store_.remove_photo(ada.photos[0].id), (Counts{0, 1, 1}));
    EXPECT_TRUE(store_.person(ada.id));
    EXPECT_EQ(store_.remove_photo(ada.photos[1].id), (Counts{1, 1, 1}));
    EXPECT_FALSE(store_.person(ada.id));
    EXPECT_THAT([&] { store_.remove_photo(ada.photos[1].id); }, FailsWith(ErrorCode::not_found, "no photo"));
}

TEST_F(StoreTest, IdsAreNeverUsedTwice) {
    const FaceId first = *insert({made_face("Ada", 1)}).entries[0].face;
    const PersonId ada = store_.person_named("Ada")->id;
    store_.remove_person(ada);
    EXPECT_GT(*insert({made_face("Ada", 1)}).entries[0].face, first);
    EXPECT_GT(store_.person_named("Ada")->id, ada);
}

TEST_F(StoreTest, CopiesThatNobodyNamesAreSwept) {
    insert({made_face("Ada", 1, hash_of(1))});
    test::write_text(PhotoFiles::file_in(data_.path(), hash_of(2)),
                     "left by a kill after the copy was named");
    test::write_text(data_.path() / "photos" / "staged" / "1-1", "left by a kill before");
    EXPECT_EQ(store_.sweep_copies(), 1U);
    EXPECT_TRUE(has_copy(1));
    EXPECT_FALSE(has_copy(2));
    EXPECT_FALSE(std::filesystem::exists(data_.path() / "photos" / "staged"));
}

TEST_F(StoreTest, KilledInTheMiddleOfACommitItIsWholeAgain) {
    insert({made_face("Ada", 1, hash_of(1))});
    const pid_t child = fork();
    if (child == 0) {
        sqlite::Database database(data_.path() / "gallery.sqlite");
        const sqlite::Transaction half(database, sqlite::Transaction::Kind::write);
        database.execute("INSERT INTO people (name, key) VALUES ('Half', 'half')");
        database.execute("DELETE FROM faces");
        _exit(0);  // as a kill does: nothing is rolled back by the process itself
    }
    int status = 0;
    ASSERT_EQ(waitpid(child, &status, 0), child);
    ASSERT_EQ(status, 0);
    const Store again(data_.path());
    EXPECT_EQ(again.counts(), (Counts{1, 1, 1}));
    EXPECT_EQ(insert({made_face("Bob", 2)}).people_added, 1U);
}

TEST_F(StoreTest, ReadersGoOnWhileOthersWrite) {
    Store other(data_.path());
    std::atomic<bool> done = false;
    std::vector<std::jthread> readers;
    for (int i = 0; i < 4; ++i)
        readers.emplace_back([&] {
            while (!done) {
                const Counts counts = store_.counts();
                EXPECT_EQ(counts.people, counts.faces);
                EXPECT_LE(store_.list("person", 0, 5).size(), 5U);
            }
        });
    std::vector<std::jthread> writers;
    for (Store* store : {&store_, &other})
        writers.emplace_back([&, store] {
            for (int i = 0; i < 20; ++i) {
                const std::string name = "Person " + std::to_string(i) + (store == &other ? "a" : "b");
                store->insert_faces(std::vector{made_face(name, 1)}, embedder_);
            }
        });
    writers.clear();
    done = true;
    readers.clear();
    EXPECT_EQ(store_.counts().faces, 40U);
}

TEST_F(StoreTest, DamagedPageIsAnErrorThatNamesTheFile) {
    std::vector<NewFace> faces;
    for (int i = 0; i < 500; ++i) faces.push_back(made_face("Person " + std::to_string(i), 1));
    insert(faces);
    const test::TemporaryFolder damaged;
    store_.copy_to(damaged.path() / "gallery.sqlite");
    std::string bytes = test::read_text(damaged.path() / "gallery.sqlite");
    ASSERT_GT(bytes.size(), 20'000U);
    std::fill(bytes.begin() + 4096, bytes.end(), 'x');
    test::write_text(damaged.path() / "gallery.sqlite", bytes);
    EXPECT_THAT([&] { (void)Store(damaged.path()).list("", 0, 1000); },
                FailsWith(ErrorCode::conflict, "gallery.sqlite"));
}

}  // namespace
}  // namespace faces
