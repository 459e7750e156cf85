#include "gallery/removal.hpp"

#include <gtest/gtest.h>

#include "gallery/content_hash.hpp"
#include "gallery/import.hpp"
#include "support.hpp"

namespace faces {
namespace {

using test::FailsWith;
using test::write_photo;

class RemovalTest : public ::testing::Test {
  protected:
    void SetUp() override {
        write_photo(photos_.path() / "Ada" / "1.jpg", {.seed = 1});
        write_photo(photos_.path() / "Ada" / "2.jpg", {.seed = 2});
        write_photo(photos_.path() / "Анна \"Q\"" / "1.jpg", {.seed = 3});
        write_photo(photos_.path() / "Анна \"Q\"" / "only.jpg", {.seed = 4});
        import_directory(store_, photos_.path(), fakes_.recogniser());
        before_ = test::contents(photos_.path());
    }
    void TearDown() override { EXPECT_EQ(test::contents(photos_.path()), before_); }

    [[nodiscard]] std::size_t copies() const { return test::contents(data_.path() / "photos").size(); }

    test::TemporaryFolder data_, photos_;
    Store store_{data_.path()};
    test::Fakes fakes_;
    std::vector<std::pair<std::string, std::string>> before_;
};

TEST_F(RemovalTest, PersonGoesByNameWhateverItsCase) {
    const Removal removal = remove_named(store_, "анна \"q\"");
    EXPECT_EQ(removal.what, "Анна \"Q\"");
    EXPECT_EQ(removal.removed, (Counts{1, 2, 2}));
    EXPECT_EQ(store_.counts(), (Counts{1, 2, 2}));
    EXPECT_EQ(copies(), 2U);
}

TEST_F(RemovalTest, PhotoGoesByFileHashSourceOrNumber) {
    const std::string ada = (photos_.path() / "Ada" / "1.jpg").string();
    EXPECT_EQ(remove_named(store_, ada).removed, (Counts{0, 1, 1}));
    EXPECT_THAT([&] { remove_named(store_, ada); }, FailsWith(ErrorCode::not_found, ada));

    const std::string bytes = test::read_text(photos_.path() / "Ada" / "2.jpg");
    const std::string hash = sha256_hex({reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()});
    EXPECT_EQ(remove_named(store_, hash).removed, (Counts{1, 1, 1}));

    EXPECT_EQ(remove_named(store_, "only.jpg").removed, (Counts{0, 1, 1}));
    const PhotoId last = store_.list("", 0, 1)[0].photos[0].id;
    EXPECT_EQ(remove_named(store_, std::to_string(last)).removed, (Counts{1, 1, 1}));
    EXPECT_EQ(store_.counts(), Counts{});
    EXPECT_EQ(copies(), 0U);
}

TEST_F(RemovalTest, FileNameThatMeansSeveralPhotosRemovesNone) {
    EXPECT_THAT([&] { remove_named(store_, "1.jpg"); }, FailsWith(ErrorCode::conflict, "of Анна \"Q\""));
    EXPECT_EQ(store_.counts(), (Counts{2, 4, 4}));
}

TEST_F(RemovalTest, WhatIsNotThereIsAnErrorThatSaysWhereToLook) {
    for (const char* what : {"", "Nobody", "99", "none.jpg", "12x"})
        EXPECT_THAT([&] { remove_named(store_, what); }, FailsWith(ErrorCode::not_found, "gallery list"));
}

}  // namespace
}  // namespace faces
