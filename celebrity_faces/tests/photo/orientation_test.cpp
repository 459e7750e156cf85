#include "photo/orientation.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace faces {
namespace {

TEST(Orientation, IsReadWithAndWithoutTheExifPrefixAndInBothByteOrders) {
    std::vector<std::uint8_t> big{'M', 'M', 0, 42, 0, 0, 0, 8, 0, 1, 1, 0x12, 0,
                                  3,   0,   0, 0,  1, 0, 6, 0, 0, 0, 0, 0,    0};
    std::vector<std::uint8_t> little{'I', 'I', 42, 0, 8, 0, 0, 0, 1, 0, 0x12, 1, 3,
                                     0,   1,   0,  0, 0, 8, 0, 0, 0, 0, 0,    0, 0};
    EXPECT_EQ(exif_orientation(big), 6);
    EXPECT_EQ(exif_orientation(little), 8);
    big.insert(big.begin(), {'E', 'x', 'i', 'f', 0, 0});
    EXPECT_EQ(exif_orientation(big), 6);
}

TEST(Orientation, IsUprightWhereTheBlockSaysNothingOrNonsense) {
    EXPECT_EQ(exif_orientation({}), 1);
    EXPECT_EQ(exif_orientation(std::vector<std::uint8_t>{'M', 'M', 0, 42}), 1);
    EXPECT_EQ(exif_orientation(std::vector<std::uint8_t>{'M', 'M', 0, 42, 0, 0, 0, 8, 0, 1, 1, 0x12, 0,
                                                         3,   0,   0, 0,  1, 0, 9, 0, 0, 0, 0, 0,    0}),
              1);
}

}  // namespace
}  // namespace faces
