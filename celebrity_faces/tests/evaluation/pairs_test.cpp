#include "evaluation/pairs.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "faces/error.hpp"
#include "temporary_folder.hpp"

namespace faces {
namespace {

std::vector<PhotoPair> read(const std::string& text) {
    const tests::TemporaryFolder folder;
    const auto file = folder / "pairs.txt";
    std::ofstream(file) << text;
    return read_lfw_pairs(file);
}

TEST(LfwPairs, AreReadWithTheirFolds) {
    const auto pairs =
        read("2\t1\nAda_L\t1\t4\nAda_L\t2\tGrace_H\t11\nGrace_H\t1\t2\nGrace_H\t3\tAda_L\t5\n");
    ASSERT_EQ(pairs.size(), 4U);
    EXPECT_EQ(pairs[0].a, "Ada_L/Ada_L_0001.jpg");
    EXPECT_EQ(pairs[0].b, "Ada_L/Ada_L_0004.jpg");
    EXPECT_TRUE(pairs[0].same);
    EXPECT_EQ(pairs[1].b, "Grace_H/Grace_H_0011.jpg");
    EXPECT_FALSE(pairs[1].same);
    EXPECT_EQ(pairs[1].fold, 0U);
    EXPECT_EQ(pairs[2].fold, 1U);
}

TEST(LfwPairs, ABadLineIsNamedByItsNumber) {
    try {
        (void)read("1\t1\nAda_L\t1\t4\nAda_L\tx\tGrace_H\t11\n");
        FAIL();
    } catch (const Error& error) {
        EXPECT_THAT(error.what(), ::testing::HasSubstr("line 3"));
    }
    EXPECT_THROW((void)read("1\t2\nAda_L\t1\t4\n"), Error) << "fewer than promised";
    EXPECT_THROW((void)read(""), Error);
    EXPECT_THROW((void)read_lfw_pairs("/nowhere/pairs.txt"), Error);
}

}  // namespace
}  // namespace faces
