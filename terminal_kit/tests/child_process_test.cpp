#include "terminal_kit/child_process.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

namespace terminal {
namespace {

TEST(ChildProcess, AnswersLineByLine) {
    const ChildProcess cat({"cat"});
    for (const char* line : {"one", "", "two words"}) {
        cat.tell(line);
        EXPECT_EQ(cat.answer(), line);
    }
}

TEST(ChildProcess, GetsItsArgumentsAsTheyAre) {
    const ChildProcess echo({"printf", "%s\\n", "a 'b' $c"});
    EXPECT_EQ(echo.answer(), "a 'b' $c");
}

TEST(ChildProcess, OneThatHasEndedAnswersNothingAndEndsNobody) {
    const ChildProcess ended({"true"});
    EXPECT_EQ(ended.answer(), "");
    ended.tell("nobody reads this");
    EXPECT_EQ(ended.answer(), "");
}

TEST(ChildProcess, OneThatIsNotThereIsNamed) {
    try {
        const ChildProcess missing({"/nowhere/program"});
        FAIL();
    } catch (const std::runtime_error& error) {
        EXPECT_STREQ(error.what(), "/nowhere/program cannot be run");
    }
}

}  // namespace
}  // namespace terminal
