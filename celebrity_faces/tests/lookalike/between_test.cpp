#include "lookalike/between.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "faces/error.hpp"

namespace faces {
namespace {

constexpr double tolerance = 1e-5;

double length(const Embedding& embedding) {
    double squares = 0;
    for (const float value : embedding) {
        squares += static_cast<double>(value) * value;
    }
    return std::sqrt(squares);
}

void expect_near(const Embedding& found, const Embedding& wanted) {
    ASSERT_EQ(found.size(), wanted.size());
    for (std::size_t i = 0; i < found.size(); ++i) {
        EXPECT_NEAR(found[i], wanted[i], tolerance) << i;
    }
}

TEST(Between, TheEndsAreTheTwoAtLengthOne) {
    expect_near(between({3, 0}, {0, 5}, 0), {1, 0});
    expect_near(between({3, 0}, {0, 5}, 1), {0, 1});
}

TEST(Between, TheAngleGrowsEvenlyAndTheLengthStays) {
    const Embedding a{1, 0, 0}, b{-0.6F, 0.8F, 0};
    const double whole = std::acos(-0.6);
    for (const double t : {0.1, 0.25, 0.5, 0.9}) {
        const Embedding point = between(a, b, t);
        EXPECT_NEAR(length(point), 1, tolerance);
        EXPECT_NEAR(std::acos(point[0]), whole * t, tolerance);
    }
}

TEST(Between, EqualOnesAreEverywhereTheSame) {
    expect_near(between({0.6F, 0.8F}, {0.6F, 0.8F}, 0.3), {0.6F, 0.8F});
}

TEST(Between, OppositeOnesHaveNothingBetweenThem) {
    EXPECT_THROW((void)between({1, 0}, {-1, 0}, 0.5), Error);
    expect_near(between({1, 0}, {-1, 0}, 1), {-1, 0});
}

TEST(Between, WhatSaysNothingIsRefused) {
    const float nan = std::numeric_limits<float>::quiet_NaN();
    EXPECT_THROW((void)between({0, 0}, {1, 0}, 0.5), Error);
    EXPECT_THROW((void)between({nan, 0}, {1, 0}, 0.5), Error);
    EXPECT_THROW((void)between({1, 0}, {1, 0, 0}, 0.5), Error);
    EXPECT_THROW((void)between({1, 0}, {0, 1}, 1.5), Error);
    EXPECT_THROW((void)between({1, 0}, {0, 1}, std::nan("")), Error);
}

}  // namespace
}  // namespace faces
