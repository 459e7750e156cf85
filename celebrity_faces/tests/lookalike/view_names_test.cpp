#include "lookalike/view_names.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "faces/error.hpp"

namespace faces {
namespace {

using ::testing::ElementsAre;

TEST(ViewNames, AListIsReadInItsOrderEachOnce) {
    EXPECT_THAT(parse_views("aligned"), ElementsAre(View::aligned));
    EXPECT_THAT(parse_views("wide,whole,crop,wide"), ElementsAre(View::wide, View::whole, View::crop));
    for (const View view : {View::aligned, View::whole, View::crop, View::wide}) {
        EXPECT_THAT(parse_views(view_name(view)), ElementsAre(view));
    }
}

TEST(ViewNames, AnUnknownOneIsNamed) {
    for (const char* list : {"", "Aligned", "crop,", "crop,,wide", "crop wide"}) {
        EXPECT_THROW((void)parse_views(list), Error) << list;
    }
    try {
        (void)parse_views("crop,narrow");
        FAIL();
    } catch (const Error& error) {
        EXPECT_STREQ(error.what(), "view \"narrow\" is unknown: aligned, whole, crop and wide are known");
    }
}

}  // namespace
}  // namespace faces
