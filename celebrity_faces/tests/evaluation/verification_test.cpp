#include "evaluation/verification.hpp"

#include <gtest/gtest.h>

namespace faces {
namespace {

TEST(Verify, PairsThatLieApartAreAllRight) {
    std::vector<ComparedPair> pairs;
    for (std::size_t fold = 0; fold < 10; ++fold) {
        pairs.push_back({0.3, true, fold});
        pairs.push_back({0.9, false, fold});
    }
    const Verification result = verify(pairs, std::vector{0.01});
    EXPECT_EQ(result.pairs, 20U);
    EXPECT_EQ(result.missing, 0U);
    EXPECT_DOUBLE_EQ(result.accuracy, 1);
    EXPECT_DOUBLE_EQ(result.accuracy_missing_wrong, 1);
    EXPECT_DOUBLE_EQ(result.tar_at_far.at(0.01), 1);
}

TEST(Verify, AMissingPairIsWrongInOneFigureAndLeftOutOfTheOther) {
    const std::vector<ComparedPair> pairs{{0.3, true, 0},           {0.9, false, 0}, {0.3, true, 1},
                                          {std::nullopt, false, 1}, {0.9, false, 1}, {0.4, true, 1}};
    const Verification result = verify(pairs, {});
    EXPECT_EQ(result.missing, 1U);
    EXPECT_DOUBLE_EQ(result.accuracy, 1);
    EXPECT_DOUBLE_EQ(result.accuracy_missing_wrong, (1 + 0.75) / 2);
    EXPECT_DOUBLE_EQ(result.standard_error, 0.125) << "of two folds, 1 and 0.75";
}

TEST(Verify, TheThresholdOfAFoldComesFromTheOtherFoldsAlone) {
    // Fold 1 alone would choose a threshold above 0.8; fold 0's, about 0.5, calls its pair of one person two.
    const std::vector<ComparedPair> pairs{{0.3, true, 0}, {0.7, false, 0}, {0.8, true, 1}, {0.9, false, 1}};
    EXPECT_DOUBLE_EQ(verify(pairs, {}).accuracy, (0.5 + 0.5) / 2);
}

TEST(Verify, TheTrueAcceptRateCountsPairsNearerThanTheAllowedStrangers) {
    std::vector<ComparedPair> pairs;
    for (int i = 0; i < 100; ++i) {
        pairs.push_back({0.5 + i * 0.01, false, 0});
        pairs.push_back({0.1 + i * 0.01, true, 0});  // 40 of them below 0.5, 41 below 0.51
    }
    const auto rates = verify(pairs, std::vector{0.01, 0.001}).tar_at_far;
    EXPECT_NEAR(rates.at(0.001), 0.40, 0.011);
    EXPECT_NEAR(rates.at(0.01), 0.41, 0.011);
}

}  // namespace
}  // namespace faces
