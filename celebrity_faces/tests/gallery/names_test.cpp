#include "gallery/names.hpp"

#include <gtest/gtest.h>

#include "support.hpp"

namespace faces {
namespace {

using test::FailsWith;

TEST(Names, KeepWhatTheyAreMadeOf) {
    EXPECT_EQ(clean_name("Conan O'Brien \"Coco\""), "Conan O'Brien \"Coco\"");
    EXPECT_EQ(clean_name("Анна Ахматова"), "Анна Ахматова");
    EXPECT_EQ(clean_name("王菲"), "王菲");
    EXPECT_EQ(clean_name("Robert'); DROP TABLE people;--"), "Robert'); DROP TABLE people;--");
}

TEST(Names, LoseWhiteSpaceAroundAndTwiceWithin) {
    EXPECT_EQ(clean_name("  Ada \t\n Lovelace\xc2\xa0"), "Ada Lovelace");
}

TEST(Names, OfNothingControlCharactersOrBrokenTextAreRefused) {
    EXPECT_THAT([] { (void)clean_name(" \t "); }, FailsWith(ErrorCode::invalid_argument, "empty"));
    EXPECT_THAT([] { (void)clean_name("Ada\x1b[31m"); }, FailsWith(ErrorCode::invalid_argument, "control"));
    EXPECT_THAT([] { (void)clean_name("Ada\xc2\x85"); }, FailsWith(ErrorCode::invalid_argument, "control"));
    EXPECT_THAT([] { (void)clean_name("Andr\xe9"); }, FailsWith(ErrorCode::invalid_argument, "UTF-8"));
    EXPECT_THAT([] { (void)clean_name(std::string(201, 'a')); },
                FailsWith(ErrorCode::invalid_argument, "201"));
}

TEST(Names, AreFoundWhateverTheirCase) {
    EXPECT_EQ(search_key("ADA"), search_key("ada"));
    EXPECT_EQ(search_key("АННА"), search_key("анна"));
    EXPECT_EQ(search_key("ÉMILE"), search_key("émile"));
    EXPECT_NE(search_key("Emile"), search_key("Émile"));
}

TEST(Names, KnowUtf8FromOtherBytes) {
    EXPECT_TRUE(is_utf8("Zoë 𝔘"));
    for (const char* broken : {"\xc3", "\xc0\xaf", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\x80", "\xe2\x82"})
        EXPECT_FALSE(is_utf8(broken));
}

}  // namespace
}  // namespace faces
