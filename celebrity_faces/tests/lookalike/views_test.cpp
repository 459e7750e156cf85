#include "lookalike/views.hpp"

#include <gtest/gtest.h>

namespace faces {
namespace {

TEST(ViewBox, TheWideViewGrowsByTheBoxesOwnWidthAndHeight) {
    const Image image(1000, 1000);
    const Box wide = view_box(View::wide, image, {400, 300, 100, 200});
    EXPECT_DOUBLE_EQ(wide.x, 360);
    EXPECT_DOUBLE_EQ(wide.y, 220) << "0.4 of the height: the original took the width here";
    EXPECT_DOUBLE_EQ(wide.x + wide.width, 520);
    EXPECT_DOUBLE_EQ(wide.y + wide.height, 540);
}

TEST(ViewBox, StaysInsideThePicture) {
    const Image image(100, 100);
    for (const View view : {View::whole, View::crop, View::wide}) {
        for (const Box& face :
             {Box{-20, -30, 90, 90}, Box{80, 90, 60, 60}, Box{-50, -50, 10, 10}, Box{0, 0, 500, 500}}) {
            const Box box = view_box(view, image, face);
            EXPECT_GE(box.x, 0);
            EXPECT_GE(box.y, 0);
            EXPECT_LE(box.x + box.width, 100);
            EXPECT_LE(box.y + box.height, 100);
            EXPECT_GE(box.width, 1);
            EXPECT_GE(box.height, 1);
        }
    }
}

}  // namespace
}  // namespace faces
