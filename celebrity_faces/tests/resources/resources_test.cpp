#include <gtest/gtest.h>

#include <cstdlib>

#include "faces/error.hpp"
#include "faces/resources.hpp"

namespace faces {
namespace {

TEST(Resources, AChosenFolderIsTaken) {
    ::setenv("CELEBRITY_FACES_RESOURCES", "/usr", 1);  // NOLINT(concurrency-mt-unsafe)
    EXPECT_EQ(resource_directory(), "/usr");
    ::unsetenv("CELEBRITY_FACES_RESOURCES");  // NOLINT(concurrency-mt-unsafe)
}

TEST(Resources, AMissingFolderIsNamedInTheError) {
    ::setenv("CELEBRITY_FACES_RESOURCES", "/no/such/folder", 1);  // NOLINT(concurrency-mt-unsafe)
    try {
        (void)resource_directory();
        FAIL() << "no error";
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::unavailable);
        EXPECT_NE(std::string(error.what()).find("/no/such/folder"), std::string::npos);
    }
    ::unsetenv("CELEBRITY_FACES_RESOURCES");  // NOLINT(concurrency-mt-unsafe)
}

}  // namespace
}  // namespace faces
