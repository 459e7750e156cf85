#include "gallery/suspects.hpp"

#include <gtest/gtest.h>

#include "support.hpp"

namespace faces {
namespace {

using test::hash_of;
using test::made_face;

const UnlikeOptions within_one{.same_person_distance = [](std::size_t) { return 1.0; }};

TEST(FindSuspects, NamesThePersonThePhotoAndWhomItLooksLike) {
    const test::TemporaryFolder folder;
    Store store(folder.path());
    const std::vector<NewFace> faces{made_face("Zoe", 0, hash_of(1)),
                                     made_face("Zoe", 9, hash_of(2)),
                                     made_face("Zoe", 0.5F, hash_of(3)),
                                     made_face("Bob", 9.1F, hash_of(4)),
                                     made_face("Ada", 40),
                                     made_face("Ada", 50)};
    const InsertResult inserted = store.insert_faces(faces, {"fake", 4, "l2", "f32"});
    const std::vector<Suspect> suspects = find_suspects(store, within_one);
    ASSERT_EQ(suspects.size(), 3U);
    EXPECT_EQ(suspects[0].name, "Ada") << "by name";
    EXPECT_FALSE(suspects[0].photo) << "a face without a photo is one, too";
    EXPECT_EQ(suspects[0].source, "");
    const Suspect& wrong = suspects[2];
    EXPECT_EQ(wrong.face, inserted.entries[1].face);
    EXPECT_EQ(wrong.person, store.person_named("Zoe")->id);
    EXPECT_EQ(wrong.name, "Zoe");
    EXPECT_EQ(wrong.photo, store.person_named("Zoe")->photos[1].id);
    EXPECT_EQ(wrong.source, "a.jpg");
    EXPECT_EQ(wrong.link, "link");
    EXPECT_EQ(wrong.reason,
              "looks no more like this person's other 2 photos than a stranger does, and like Bob");
}

TEST(FindSuspects, AnEmptyStoreHasNone) {
    const test::TemporaryFolder folder;
    EXPECT_TRUE(find_suspects(Store(folder.path()), within_one).empty());
}

}  // namespace
}  // namespace faces
