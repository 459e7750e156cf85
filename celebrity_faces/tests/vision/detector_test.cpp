#include "faces/detector.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include <map>
#include <thread>

#include "faces/error.hpp"
#include "photo/decode.hpp"
#include "photo/resize.hpp"
#include "test_photos.hpp"
#include "vision/vision.hpp"

namespace faces {
namespace {

const VisionOptions options{.models = FACES_MODELS, .concurrency = 2};

/// The detectors that are networks: what is asked of the default is asked of the other.
class NetworkDetector : public ::testing::TestWithParam<const char*> {
  protected:
    [[nodiscard]] const Detector& detector() const {
        static std::map<std::string, std::unique_ptr<Detector>> made;
        auto& detector = made[GetParam()];
        if (!detector) {
            detector = make_detector(GetParam(), options);
        }
        return *detector;
    }
};
INSTANTIATE_TEST_SUITE_P(All, NetworkDetector, ::testing::Values("centerface", "mtcnn"),
                         [](const auto& test) { return std::string(test.param); });

Image photo(const std::filesystem::path& file) {
    return decode_photo(read_photo_file(file)).image;
}

/// LFW's photos are centred on the person: the right face covers the middle, and its landmarks lie in their
/// order.
void expect_the_middle_face(const Face& face, const std::filesystem::path& file) {
    EXPECT_LT(std::abs(face.box.centre().x - 125), 30) << file;
    EXPECT_LT(std::abs(face.box.centre().y - 125), 30) << file;
    const auto& [left_eye, right_eye, nose, left_mouth, right_mouth] = face.landmarks;
    EXPECT_LT(left_eye.x, right_eye.x) << file;
    EXPECT_LT(left_mouth.x, right_mouth.x) << file;
    EXPECT_LT(left_eye.y, left_mouth.y) << file;
    EXPECT_LT(right_eye.y, right_mouth.y) << file;
    EXPECT_GT(face.score, 0.5) << file;
}

TEST_P(NetworkDetector, FindsTheFaceOfNearlyEveryPortrait) {
    FACES_NEED_DATA(lfw, "lfw");
    const auto files = testing::first_lfw_photos(*lfw, 60);
    std::size_t found = 0;
    for (const auto& file : files) {
        const auto faces = detector().detect(photo(file));
        const auto middle = std::ranges::find_if(faces, [](const Face& face) {
            return std::abs(face.box.centre().x - 125) < 30 && std::abs(face.box.centre().y - 125) < 30;
        });
        if (middle == faces.end()) {
            continue;
        }
        ++found;
        expect_the_middle_face(*middle, file);
        EXPECT_TRUE(
            std::ranges::is_sorted(faces, std::greater<>(), [](const Face& f) { return f.box.area(); }));
    }
    EXPECT_GE(found, 59U);
}

TEST_P(NetworkDetector, FindsEachOfTwoHundredFaces) {
    FACES_NEED_DATA(lfw, "lfw");
    const auto files = testing::first_lfw_photos(*lfw, 200);
    // The middle of each photo, 100 px a side, 20 beside one another and 10 below.
    Image crowd(2000, 1000);
    for (std::size_t i = 0; i < files.size(); ++i) {
        const Image tile = resize(cut(photo(files[i]), {50, 50, 150, 150}), 100, 100);
        for (int y = 0; y < 100; ++y) {
            std::copy_n(tile.row(y), 300, crowd.row(static_cast<int>(i / 20) * 100 + y) + (i % 20) * 300);
        }
    }
    const auto faces = detector().detect(crowd);
    std::vector<bool> seen(200);
    for (const Face& face : faces) {
        const auto column = static_cast<std::size_t>(face.box.centre().x / 100);
        const auto row = static_cast<std::size_t>(face.box.centre().y / 100);
        if (column < 20 && row < 10) {
            seen[row * 20 + column] = true;
        }
    }
    EXPECT_GE(std::ranges::count(seen, true), 196);
}

TEST_P(NetworkDetector, FindsNothingWhereNothingIs) {
    Image flat(300, 200);
    EXPECT_TRUE(detector().detect(flat).empty());
    std::fill(flat.pixels.begin(), flat.pixels.end(), std::uint8_t{255});
    EXPECT_TRUE(detector().detect(flat).empty());
    EXPECT_TRUE(detector().detect(Image(32, 32)).empty());
    EXPECT_TRUE(detector().detect(Image(32, 5000)).empty());
}

TEST_P(NetworkDetector, ALargerPictureHasTheSameFaceAtTheLargerPlace) {
    FACES_NEED_DATA(lfw, "lfw");
    const Image small = photo(testing::first_lfw_photos(*lfw, 1).front());
    const Image large = resize(small, small.width * 8, small.height * 8);
    const Face a = detector().detect(small).at(0);
    const Face b = detector().detect(large).at(0);
    EXPECT_NEAR(b.box.centre().x / 8, a.box.centre().x, 6);
    EXPECT_NEAR(b.box.width / 8, a.box.width, 12);
    EXPECT_NEAR(b.landmarks[2].y / 8, a.landmarks[2].y, 5);
}

TEST_P(NetworkDetector, AnswersManyThreadsAlike) {
    FACES_NEED_DATA(lfw, "lfw");
    const Image image = photo(testing::first_lfw_photos(*lfw, 1).front());
    const auto expected = detector().detect(image);
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; ++t) {
        threads.emplace_back([&] {
            for (int i = 0; i < 5; ++i) {
                const auto faces = detector().detect(image);
                ASSERT_EQ(faces.size(), expected.size());
                EXPECT_EQ(faces.at(0).box.x, expected.at(0).box.x);
            }
        });
    }
    for (auto& thread : threads) {
        thread.join();
    }
}

TEST_P(NetworkDetector, FindsAFaceThatFillsThePhoto) {
    FACES_NEED_DATA(lfw, "lfw");
    std::size_t found = 0;
    const auto files = testing::first_lfw_photos(*lfw, 20);
    for (const auto& file : files) {
        // From the brows to the chin, and no more.
        const Image face = cut(photo(file), {76, 72, 100, 116});
        for (const int width : {100, 400, 1200}) {
            const auto faces = detector().detect(resize(face, width, width * 116 / 100));
            found += !faces.empty() && faces.front().box.width > 0.5 * width ? 1 : 0;
        }
    }
    EXPECT_GE(found, 57U) << "of " << 3 * files.size();
}

TEST(Haar, FindsMostPortraitsAndGivesThemLandmarks) {
    FACES_NEED_DATA(lfw, "lfw");
    const auto haar = make_detector("haar", options);
    std::size_t found = 0;
    const auto files = testing::first_lfw_photos(*lfw, 40);
    for (const auto& file : files) {
        const auto faces = haar->detect(photo(file));
        if (faces.empty()) {
            continue;
        }
        const auto& [left_eye, right_eye, nose, left_mouth, right_mouth] = faces.front().landmarks;
        EXPECT_EQ(faces.front().score, 1);
        found += left_eye.x < right_eye.x && left_eye.y < left_mouth.y ? 1 : 0;
    }
    EXPECT_GE(found, 24U) << "the original's way finds fewer than MTCNN, but most";
    EXPECT_TRUE(haar->detect(Image(100, 100)).empty());
}

TEST(Detectors, AnUnknownOneIsRefusedWithTheNamesThatAreKnown) {
    try {
        (void)make_detector("hog", options);
        FAIL();
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::invalid_argument);
        EXPECT_STREQ(error.what(), "detector \"hog\" is unknown: centerface, mtcnn, haar are known");
    }
    EXPECT_THROW((void)make_detector("centerface", {.models = "/nowhere"}), Error);
    EXPECT_THROW((void)make_detector("mtcnn", {.models = "/nowhere"}), Error);
    EXPECT_THROW((void)make_detector("haar", {.models = "/nowhere"}), Error);
}

}  // namespace
}  // namespace faces
