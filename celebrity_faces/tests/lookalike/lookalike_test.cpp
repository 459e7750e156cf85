#include "lookalike/lookalike.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "faces/error.hpp"
#include "fakes.hpp"

namespace faces {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

struct LookalikeTest : ::testing::Test {
    testing::FakeDetector detector;
    testing::FakeAligner aligner;
    testing::FakeEmbedder embedder;
    testing::FakeSearch search;
    testing::FakePeople people;
    testing::FakeBlender blender;
    testing::FakeDrawer drawer;
    Lookalike lookalike{
        aligner, embedder, search, people, blender, &drawer, Similarity({.mean = 1, .deviation = 0.2})};
    Photo photo{Image(200, 100), 400, 200};

    void SetUp() override {
        people.add(1, "Ada", 7);
        people.add(2, "Grace", std::nullopt);
        search.hits = {{10, 1, 0.4F}, {20, 2, 0.7F}};
        detector.faces = {{.box = {10, 10, 40, 40}, .score = 0.9, .landmarks = {{{20, 25}}}}};
    }
};

TEST_F(LookalikeTest, AFaceIsAnsweredInOriginalPixelsWithItsPeopleNearestFirst) {
    const auto faces = lookalike.match(photo, detector, {});
    ASSERT_EQ(faces.size(), 1U);
    EXPECT_EQ(faces[0].face.box.x, 20);
    EXPECT_EQ(faces[0].face.box.width, 80);
    EXPECT_EQ(faces[0].face.landmarks[0].y, 50);
    ASSERT_EQ(faces[0].views.size(), 1U);
    const ViewMatches& view = faces[0].views[0];
    EXPECT_THAT(view.embedding, ElementsAre(10, 0));
    EXPECT_EQ(view.portrait.image.width, 256);
    ASSERT_EQ(view.matches.size(), 2U);
    EXPECT_EQ(view.matches[0].name, "Ada");
    EXPECT_EQ(view.matches[0].photo, 7);
    EXPECT_EQ(view.matches[0].face, 10);
    EXPECT_GT(view.matches[0].similarity, view.matches[1].similarity);
    EXPECT_EQ(view.matches[1].photo, std::nullopt) << "no photo of Grace may be shown";
}

TEST_F(LookalikeTest, EachViewHasItsOwnPictureEmbeddingAndMatches) {
    const MatchOptions options{.views = {View::whole, View::aligned, View::crop, View::wide}};
    const auto faces = lookalike.match(photo, detector, options);
    const auto& views = faces.at(0).views;
    ASSERT_EQ(views.size(), 4U);
    EXPECT_EQ(views[0].embedding[0], 200) << "the whole photo's width";
    EXPECT_EQ(views[1].embedding[0], 10);
    EXPECT_EQ(views[2].embedding[0], 40);
    EXPECT_EQ(views[3].embedding[0], 58) << "10 - 16, clipped to 0, to 58";
    EXPECT_EQ(views[0].portrait.landmarks[0].x, 20.0 / 200 * 256);
    EXPECT_EQ(views[2].portrait.landmarks[0].y, 15.0 / 40 * 256);
}

TEST_F(LookalikeTest, TheWholePhotoIsEmbeddedOnceForAllItsFaces) {
    detector.faces.resize(3, detector.faces.front());
    (void)lookalike.match(photo, detector, {.views = {View::whole}});
    EXPECT_EQ(embedder.embedded, 1U);
}

TEST_F(LookalikeTest, AllPhotosOfAPersonAnswerTogether) {
    // One photo of Ada's is near, the others are not; all of Grace's are rather near. The query is (10, 0).
    people.means[1] = {10, 3};
    people.means[2] = {10, 0.5F};
    const auto matches = lookalike.match(photo, detector, {.k = 1}).at(0).views.at(0).matches;
    ASSERT_EQ(matches.size(), 1U);
    EXPECT_EQ(matches[0].name, "Grace");
    EXPECT_FLOAT_EQ(matches[0].distance, (0.7F + 0.5F) / 2);
}

TEST_F(LookalikeTest, AMeanOfAnotherNetworkTakesNoPart) {
    people.means[1] = {0, 0, 0};
    EXPECT_FLOAT_EQ(lookalike.match(photo, detector, {}).at(0).views.at(0).matches.at(0).distance, 0.4F);
}

TEST_F(LookalikeTest, APersonWhoWasJustRemovedIsPassedOver) {
    people.people.erase(1);
    const auto faces = lookalike.match(photo, detector, {});
    ASSERT_EQ(faces[0].views[0].matches.size(), 1U);
    EXPECT_EQ(faces[0].views[0].matches[0].name, "Grace");
}

TEST_F(LookalikeTest, NoFaceAndAnEmptyGalleryAreNoErrors) {
    search.hits.clear();
    EXPECT_TRUE(lookalike.match(photo, detector, {}).at(0).views.at(0).matches.empty());
    detector.faces.clear();
    EXPECT_TRUE(lookalike.match(photo, detector, {}).empty());
}

TEST_F(LookalikeTest, KOutsideOfItsRangeIsRefusedWithTheRange) {
    for (const std::size_t k : {std::size_t{0}, max_matches + 1}) {
        try {
            (void)lookalike.match(photo, detector, {.k = k});
            FAIL();
        } catch (const Error& error) {
            EXPECT_EQ(error.code(), ErrorCode::invalid_argument);
            EXPECT_THAT(error.what(), HasSubstr("1 to 100"));
        }
    }
    EXPECT_THROW((void)lookalike.match(photo, detector, {.views = {}}), Error);
    EXPECT_EQ(lookalike.match(photo, detector, {.k = 100}).at(0).views.at(0).matches.size(), 2U);
}

TEST_F(LookalikeTest, TheTimesOfTheStagesAddUp) {
    StageTimes times;
    (void)lookalike.match(photo, detector, {}, &times);
    EXPECT_GT(times.align, 0);
    EXPECT_GT(times.search, 0);
    EXPECT_DOUBLE_EQ(times.total(), times.decode + times.detect + times.align + times.embed + times.search);
}

TEST_F(LookalikeTest, TheBlendIsBetweenThePortraitAndThePersonsOwn) {
    const Chip portrait{testing::FakeAligner::grey(256, 100), {}};
    EXPECT_EQ(lookalike.blend(portrait, 1, {}, 0.25).pixels[0], 80) << "100 and the portrait's 20";
}

TEST_F(LookalikeTest, TheBlendIsWithTheFaceThatWasShown) {
    const Chip portrait{testing::FakeAligner::grey(256, 100), {}};
    people.faces[11] = {.id = 11, .person = 1, .photo = 8, .face = {}};
    const auto blend_is_made = [&](FaceId face) {
        try {
            return !lookalike.blend(portrait, 1, face, 0.5).empty();
        } catch (const Error& error) {
            EXPECT_EQ(error.code(), ErrorCode::no_face);
            return false;
        }
    };
    EXPECT_FALSE(blend_is_made(11))
        << "its photo 8 has no bytes here: it was asked for, not the best face's 7";
    people.photos[8] = people.photos[7];
    EXPECT_TRUE(blend_is_made(11));
    people.faces[11].photo.reset();
    people.photos.erase(8);
    EXPECT_TRUE(blend_is_made(11)) << "a face that may not be shown: the best one";
    EXPECT_TRUE(blend_is_made(12)) << "a face that was removed: the best one";
    EXPECT_THROW((void)lookalike.blend(portrait, 1, 20, 0.5), Error) << "a face of another person";
}

TEST_F(LookalikeTest, ABlendNeedsAKnownPersonWithAPhoto) {
    const Chip portrait{testing::FakeAligner::grey(256, 100), {}};
    const auto code = [&](PersonId person) {
        try {
            (void)lookalike.blend(portrait, person, {}, 0.5);
        } catch (const Error& error) {
            return error.code();
        }
        return ErrorCode::internal;
    };
    EXPECT_EQ(code(99), ErrorCode::not_found);
    EXPECT_EQ(code(2), ErrorCode::no_face);
}

}  // namespace
TEST_F(LookalikeTest, FacesAreDrawnOnTheWayFromTheFaceToThePersonInOneBatch) {
    people.add(1, "Ada", {});
    const std::vector<double> ts{0, 0.5, 1};
    const std::vector<Image> drawn = lookalike.draw({2, 0}, 1, ts);  // Ada's embedding is (0, 1)
    ASSERT_EQ(drawn.size(), 3U);
    EXPECT_EQ(drawn[0].pixels[0], 100);
    EXPECT_EQ(drawn[1].pixels[0], 70) << "half-way along the circle: the cosine of 45 degrees";
    EXPECT_EQ(drawn[2].pixels[0], 0);
    EXPECT_EQ(drawer.batches, 1U);
    EXPECT_EQ(lookalike.drawn_portrait(1).width, 192);
    EXPECT_THROW((void)lookalike.draw({1, 0}, 9, ts), Error) << "nobody has the id";
    EXPECT_THROW((void)lookalike.draw({1, 0, 0}, 1, ts), Error) << "of another network";
}

TEST_F(LookalikeTest, WithoutADrawerTheAnswerSaysThatThereIsNone) {
    people.add(1, "Ada", {});
    const Lookalike other(aligner, embedder, search, people, blender, nullptr,
                          Similarity({.mean = 1, .deviation = 0.2}));
    EXPECT_FALSE(other.can_draw());
    try {
        (void)other.drawn_portrait(1);
        FAIL();
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::conflict);
    }
}

}  // namespace faces
