#include "gallery/content_hash.hpp"

#include <gtest/gtest.h>

#include <string_view>

namespace faces {
namespace {

std::string hash_of_text(std::string_view text) {
    return sha256_hex({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
}

// The examples of FIPS 180-2, appendix B.
TEST(ContentHash, IsTheStandardsSha256) {
    EXPECT_EQ(hash_of_text(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    EXPECT_EQ(hash_of_text("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

}  // namespace
}  // namespace faces
