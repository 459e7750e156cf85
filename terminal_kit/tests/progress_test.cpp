#include "terminal_kit/progress.hpp"

#include <gtest/gtest.h>

namespace terminal {
namespace {

TEST(DurationText, SaysWhatPeopleSay) {
    using std::chrono::seconds;
    EXPECT_EQ(duration_text(seconds(0)), "0 s");
    EXPECT_EQ(duration_text(seconds(59)), "59 s");
    EXPECT_EQ(duration_text(seconds(200)), "3 min 20 s");
    EXPECT_EQ(duration_text(seconds(3900)), "1 h 05 min");
    EXPECT_EQ(duration_text(seconds(-3)), "0 s");
}

TEST(ProgressBar, WithoutATerminalItWritesALineEveryTenth) {
    ::testing::internal::CaptureStderr();
    {
        ProgressBar bar("photos", 1000);
        for (std::size_t i = 1; i <= 1000; ++i) {
            bar.show(i);
        }
    }
    const std::string lines = ::testing::internal::GetCapturedStderr();
    EXPECT_EQ(std::count(lines.begin(), lines.end(), '\n'), 10) << lines;
    EXPECT_NE(lines.find("1000/1000"), std::string::npos);
}

}  // namespace
}  // namespace terminal
