#include "gallery/unlike_photos.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>

namespace faces {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

/// Faces on a line; the limit is 1 whatever the number of faces.
class UnlikePhotosTest : public ::testing::Test {
  protected:
    void add(PersonId person, std::initializer_list<float> places) {
        for (const float place : places)
            faces_.push_back({static_cast<FaceId>(100 + faces_.size()), person, {place, 0, 5}});
    }
    std::vector<UnlikePhoto> found(std::vector<FaceId> newcomers = {}) const {
        return unlike_photos(faces_, {.same_person_distance = [](std::size_t) { return 1.0; },
                                      .newcomers = std::move(newcomers),
                                      .threads = 2});
    }
    std::vector<FaceId> found_faces(std::vector<FaceId> newcomers = {}) const {
        std::vector<FaceId> ids;
        for (const UnlikePhoto& photo : found(std::move(newcomers))) ids.push_back(photo.face);
        return ids;
    }

    std::vector<IndexedFace> faces_;
};

TEST_F(UnlikePhotosTest, AGalleryWithoutFacesHasNone) {
    EXPECT_THAT(found(), IsEmpty());
}

TEST_F(UnlikePhotosTest, APhotoFarFromAllOthersOfItsPersonIsFound) {
    add(1, {0, 0.5F, 40, 1});
    add(2, {20, 20.5F});
    const auto photos = found();
    ASSERT_EQ(photos.size(), 1U);
    EXPECT_EQ(photos[0].face, 102);
    EXPECT_EQ(photos[0].person, 1);
    EXPECT_EQ(photos[0].others, 3U);
    EXPECT_TRUE(photos[0].unlike_others);
    EXPECT_FALSE(photos[0].looks_like) << "the others are farther than could be the same person";
    EXPECT_EQ(reason_text(photos[0], ""),
              "looks no more like this person's other 3 photos than a stranger does");
}

TEST_F(UnlikePhotosTest, OneNearPhotoIsEnough) {
    add(1, {0, 0.9F, 1.8F, 2.7F});
    EXPECT_THAT(found(), IsEmpty());
}

TEST_F(UnlikePhotosTest, OfTwoThatAreFarApartBothAreFound) {
    add(1, {0, 9});
    EXPECT_THAT(found_faces(), ElementsAre(100, 101));
    EXPECT_EQ(reason_text(found()[0], ""),
              "looks no more like this person's other photo than a stranger does");
}

TEST_F(UnlikePhotosTest, AnOnlyPhotoIsComparedWithNobody) {
    for (PersonId person = 1; person <= 50; ++person) add(person, {0.01F * static_cast<float>(person)});
    EXPECT_THAT(found(), IsEmpty());
}

TEST_F(UnlikePhotosTest, APhotoThatIsNearerToSomebodyElseSaysToWhom) {
    add(1, {0, 0.1F, 0.8F});
    add(2, {1.2F});
    add(3, {1.3F});
    const auto photos = found();
    ASSERT_EQ(photos.size(), 1U);
    EXPECT_EQ(photos[0].face, 102);
    EXPECT_FALSE(photos[0].unlike_others);
    EXPECT_EQ(photos[0].looks_like, 2);
    EXPECT_EQ(reason_text(photos[0], "Bob"), "looks like Bob, more than like this person's other 2 photos");
}

TEST_F(UnlikePhotosTest, BothFindingsComeAsOnePhoto) {
    add(1, {0, 0.1F, 7});
    add(2, {7.2F, 7.25F});
    const auto photos = found();
    ASSERT_EQ(photos.size(), 1U) << "who has a wrong photo's likeness is not named for it";
    EXPECT_EQ(photos[0].looks_like, 2);
    EXPECT_EQ(reason_text(photos[0], "Bob"),
              "looks no more like this person's other 2 photos than a stranger does, and like Bob");
}

TEST_F(UnlikePhotosTest, TheLimitIsOfTheOthersForOnesOwnAndOfAllFacesForSomebodyElse) {
    add(1, {0, 2, 4});
    add(2, {4.5F});
    const auto limit = [](std::size_t faces) { return faces == 2 ? 3.0 : faces == 4 ? 0.4 : -1.0; };
    EXPECT_THAT(unlike_photos(faces_, {.same_person_distance = limit}), IsEmpty());
}

TEST_F(UnlikePhotosTest, OnlyThePeopleOfNewcomersAreLookedAtWithAllTheirPhotos) {
    add(1, {0, 9});
    add(2, {20, 29});
    EXPECT_THAT(found_faces({103}), ElementsAre(102, 103));
}

TEST_F(UnlikePhotosTest, ManyFacesGiveWhatEachPairComparedGives) {
    std::mt19937 random(1);
    std::normal_distribution<float> value(0, 0.2F);
    for (int i = 0; i < 2500; ++i) {
        Embedding embedding(21);  // no multiple of a vector register's
        for (float& v : embedding) v = value(random);
        faces_.push_back({i, i % 400, embedding});
    }
    const auto distance = [](const Embedding& a, const Embedding& b) {
        double sum = 0;
        for (std::size_t i = 0; i < a.size(); ++i) sum += (double{a[i]} - b[i]) * (double{a[i]} - b[i]);
        return std::sqrt(sum);
    };
    std::vector<FaceId> expected;
    for (const IndexedFace& face : faces_) {
        double own = 1e9, somebody = 1e9;
        for (const IndexedFace& other : faces_) {
            if (other.face == face.face) continue;
            double& nearest = other.person == face.person ? own : somebody;
            nearest = std::min(nearest, distance(face.embedding, other.embedding));
        }
        if (own > 1 || (somebody < own && somebody <= 1)) expected.push_back(face.face);
    }
    EXPECT_EQ(found_faces(), expected);
    EXPECT_GT(expected.size(), 100U);
    EXPECT_LT(expected.size(), 2500U);
}

TEST_F(UnlikePhotosTest, ProgressEndsAtTheTotalAndAStopEndsIt) {
    for (PersonId person = 1; person <= 1500; ++person) add(person, {0, 9});
    std::stop_source stop;
    std::size_t calls = 0, last = 0;
    UnlikeOptions options{.same_person_distance = [](std::size_t) { return 1.0; },
                          .stop = stop.get_token(),
                          .progress =
                              [&](std::size_t done, std::size_t total) {
                                  EXPECT_EQ(total, 3000U);
                                  last = done;
                                  ++calls;
                              }};
    EXPECT_EQ(unlike_photos(faces_, options).size(), 3000U);
    EXPECT_EQ(last, 3000U);
    EXPECT_GT(calls, 1U);
    stop.request_stop();
    EXPECT_THAT(unlike_photos(faces_, options), IsEmpty());
}

}  // namespace
}  // namespace faces
