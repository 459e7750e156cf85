#include "gallery/gallery.hpp"

#include <gtest/gtest.h>

#include "support.hpp"

namespace faces {
namespace {

using test::FailsWith;
using test::made_face;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

const EmbedderInfo embedder{"fake", 4, "l2", "f32"};

BuiltinGallery some_builtin() {
    return {embedder, {{"Zoe", {1, 0, 0, 0}}, {"ada", {0, 1, 0, 0}}, {"Mia", {0, 0, 1, 0}}}, 42};
}

class GalleryTest : public ::testing::Test {
  protected:
    void insert(const std::vector<std::string>& names) {
        for (const std::string& name : names) store_.insert_faces(std::vector{made_face(name, 1)}, embedder);
    }
    static std::vector<std::string> names(const Gallery& gallery, const std::string& query = "",
                                          std::size_t offset = 0, std::size_t limit = 100) {
        std::vector<std::string> found;
        for (const Person& person : gallery.list(query, offset, limit))
            found.push_back(person.name + (person.builtin ? "*" : ""));
        return found;
    }

    test::TemporaryFolder data_;
    Store store_{data_.path()};
};

TEST_F(GalleryTest, BuiltinPeopleAreShownWhileTheStoreHasNone) {
    const Gallery gallery(store_, some_builtin(), false);
    EXPECT_THAT(names(gallery), ElementsAre("ada*", "Mia*", "Zoe*"));
    EXPECT_EQ(gallery.count("A"), 2U);
    insert({"Bob"});
    EXPECT_THAT(names(gallery), ElementsAre("Bob"));
    EXPECT_EQ(gallery.count(""), 1U);
    store_.remove_person(store_.person_named("Bob")->id);
    EXPECT_EQ(gallery.count(""), 3U);
}

TEST_F(GalleryTest, BothAreShownWhereWantedAndOnesOwnGoBefore) {
    const Gallery gallery(store_, some_builtin(), true);
    insert({"Bob", "ADA", "Nora"});
    EXPECT_THAT(names(gallery), ElementsAre("ADA", "Bob", "Mia*", "Nora", "Zoe*"));
    EXPECT_EQ(gallery.count(""), 5U);
}

TEST_F(GalleryTest, PagesOfBothAreThePartsOfTheWhole) {
    const Gallery gallery(store_, some_builtin(), true);
    insert({"Bob", "Nora", "Ann", "Zz"});
    for (const char* query : {"", "a", "o"}) {
        const auto whole = names(gallery, query);
        EXPECT_EQ(whole.size(), gallery.count(query));
        for (std::size_t limit = 1; limit <= 4; ++limit) {
            std::vector<std::string> pages;
            for (std::size_t offset = 0; offset < whole.size() + 3; offset += limit)
                for (std::string& name : names(gallery, query, offset, limit))
                    pages.push_back(std::move(name));
            EXPECT_EQ(pages, whole) << query << limit;
        }
    }
}

TEST_F(GalleryTest, BuiltinPeopleHaveIdsOfTheirOwnAndNoPhotos) {
    const Gallery gallery(store_, some_builtin(), true);
    insert({"Bob"});
    const Person zoe = gallery.list("zoe", 0, 1).at(0);
    EXPECT_EQ(zoe.id, std::int64_t{1} << 40);
    EXPECT_EQ(gallery.person(zoe.id)->name, "Zoe");
    EXPECT_TRUE(gallery.person(zoe.id)->builtin);
    EXPECT_EQ(gallery.face(zoe.id)->person, zoe.id);
    EXPECT_FALSE(gallery.face(zoe.id)->photo);
    EXPECT_FALSE(gallery.best_face(zoe.id));
    EXPECT_FALSE(gallery.person(zoe.id + 3));
    EXPECT_EQ(gallery.person(store_.person_named("Bob")->id)->name, "Bob");
}

TEST_F(GalleryTest, WithoutEitherItIsEmpty) {
    const Gallery gallery(store_, {}, true);
    EXPECT_THAT(names(gallery), IsEmpty());
    EXPECT_EQ(gallery.count(""), 0U);
    EXPECT_FALSE(gallery.person(std::int64_t{1} << 40));
}

TEST_F(GalleryTest, AnotherEmbeddersBuiltinIsRefusedOnlyWhereItIsShown) {
    const Gallery gallery(store_, some_builtin(), false);
    EXPECT_THAT(
        [&] {
            gallery.check_embedder({"other", 4, "l2", "f32"});
        },
        FailsWith(ErrorCode::conflict, "other"));
    store_.insert_faces(std::vector{made_face("Bob", 1)}, {"other", 4, "l2", "f32"});
    EXPECT_NO_THROW(gallery.check_embedder({"other", 4, "l2", "f32"}));
}

}  // namespace
}  // namespace faces
