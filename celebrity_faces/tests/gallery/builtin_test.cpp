#include "gallery/builtin.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "support.hpp"

namespace faces {
namespace {

using test::FailsWith;

const EmbedderInfo embedder{"fake", 4, "l2", "f32"};

class BuiltinTest : public ::testing::Test {
  protected:
    [[nodiscard]] std::string written(const std::vector<BuiltinEntry>& entries) const {
        write_builtin(file_, embedder, entries);
        return test::read_text(file_);
    }
    test::TemporaryFolder folder_;
    const std::filesystem::path file_ = folder_.path() / "some.gallery";
};

TEST_F(BuiltinTest, WhatIsWrittenIsReadBackToEightBits) {
    const std::vector<BuiltinEntry> entries{
        {"Ada", {0.5F, -0.25F, 0.125F, 0}}, {"Анна \"Q\"", {-3, 2, 1e-3F, 3}}, {"Zero", {0, 0, 0, 0}}};
    (void)written(entries);
    const BuiltinGallery read = read_builtin(file_);
    EXPECT_EQ(read.embedder, embedder);
    ASSERT_EQ(read.entries.size(), 3U);
    for (std::size_t i = 0; i < entries.size(); ++i) {
        EXPECT_EQ(read.entries[i].name, entries[i].name);
        float largest = 0;
        for (const float value : entries[i].embedding) largest = std::max(largest, std::abs(value));
        for (std::size_t j = 0; j < 4; ++j)
            EXPECT_NEAR(read.entries[i].embedding[j], entries[i].embedding[j], largest / 253);
    }
    EXPECT_NE(read.checksum, 0U);
}

TEST_F(BuiltinTest, AThousandPeopleOfDlibsSizeTakeLessThanTwoHundredKilobytes) {
    std::mt19937 random(1);
    std::normal_distribution<float> value(0, 0.1F);
    std::vector<BuiltinEntry> entries(1000);
    for (BuiltinEntry& entry : entries) {
        entry.name = "Somebody Somewhere";
        entry.embedding.resize(128);
        for (float& number : entry.embedding) number = value(random);
    }
    write_builtin(file_, {"dlib-resnet-v1", 128, "l2", "f32"}, entries);
    EXPECT_LT(std::filesystem::file_size(file_), 200'000U);
    // 8 bits move an embedding far less than two photos of one person differ (about 0.4).
    const BuiltinGallery read = read_builtin(file_);
    for (std::size_t i = 0; i < entries.size(); ++i) {
        double moved = 0;
        for (std::size_t j = 0; j < 128; ++j)
            moved += std::pow(read.entries[i].embedding[j] - entries[i].embedding[j], 2);
        EXPECT_LT(std::sqrt(moved), 0.015);
    }
}

TEST_F(BuiltinTest, EveryCutAndEveryFlippedByteIsFound) {
    const std::string whole = written({{"Ada", {1, 2, 3, 4}}, {"Bob", {4, 3, 2, 1}}});
    for (std::size_t length = 0; length < whole.size(); ++length) {
        test::write_text(file_, whole.substr(0, length));
        EXPECT_THAT([&] { (void)read_builtin(file_); }, FailsWith(ErrorCode::conflict, "some.gallery"))
            << length;
    }
    for (std::size_t place = 0; place < whole.size(); ++place) {
        std::string changed = whole;
        changed[place] = static_cast<char>(changed[place] ^ 0x40);
        test::write_text(file_, changed);
        EXPECT_THAT([&] { (void)read_builtin(file_); }, FailsWith(ErrorCode::conflict, "some.gallery"))
            << place;
    }
    test::write_text(file_, whole);
    EXPECT_NO_THROW((void)read_builtin(file_));
}

TEST_F(BuiltinTest, FileThatIsNotThereIsAnErrorByName) {
    EXPECT_THAT([&] { (void)read_builtin(file_); }, FailsWith(ErrorCode::not_found, "some.gallery"));
}

TEST_F(BuiltinTest, EmbeddingsThatDoNotFitAreRefused) {
    EXPECT_THAT([&] { (void)written({{"Ada", {1, 2, 3}}}); }, FailsWith(ErrorCode::invalid_argument, "Ada"));
    EXPECT_THAT(
        [&] {
            (void)written({{"Ada", {1, 2, 3, NAN}}});
        },
        FailsWith(ErrorCode::invalid_argument, "finite"));
}

TEST_F(BuiltinTest, StoreBecomesOneEntryAPersonAsLongAsItsFaces) {
    Store store(folder_.path());
    NewFace first = test::made_face("Zoe", 0), second = first, ada = test::made_face("Ada", 0);
    first.embedding = {2, 0, 0, 0};
    second.embedding = {0, 2, 0, 0};
    ada.embedding = {0, 0, 3, 0};
    store.insert_faces(std::vector{first, second, ada}, embedder);
    const BuiltinGallery built = build_builtin(store);
    EXPECT_EQ(built.embedder, embedder);
    ASSERT_EQ(built.entries.size(), 2U);
    EXPECT_EQ(built.entries[0].name, "Ada");
    EXPECT_EQ(built.entries[0].embedding, ada.embedding);
    EXPECT_EQ(built.entries[1].name, "Zoe");
    EXPECT_NEAR(built.entries[1].embedding[0], std::sqrt(2.0), 1e-6);
    EXPECT_NEAR(built.entries[1].embedding[1], std::sqrt(2.0), 1e-6);
}

}  // namespace
}  // namespace faces
