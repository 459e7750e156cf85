#include "http_kit/metrics.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stdexcept>
#include <thread>

namespace http {
namespace {

using ::testing::HasSubstr;

TEST(Metrics, CountsRequestsByRouteAndStatus) {
    Metrics metrics;
    metrics.count_request("GET", "/people/{id}", 200, 0.004);
    metrics.count_request("GET", "/people/{id}", 200, 0.006);
    metrics.count_request("GET", "/people/{id}", 404, 0.001);
    const std::string text = metrics.text();
    EXPECT_THAT(text, ::testing::ContainsRegex(R"(\{[^}]*/people/\{id\}[^}]*200[^}]*\} 2)"));
    EXPECT_THAT(text, ::testing::ContainsRegex(R"(\{[^}]*/people/\{id\}[^}]*404[^}]*\} 1)"));
}

TEST(Metrics, GaugesAreAskedAndHistogramsAddUp) {
    Metrics metrics;
    double value = 1;
    metrics.gauge("faces", "Faces", [&] { return value; });
    value = 7;
    metrics.histogram("stage_seconds", "Stages", "stage").observe("detect", 0.02);
    EXPECT_THAT(metrics.text(), HasSubstr("faces 7"));
    EXPECT_THAT(metrics.text(), HasSubstr("stage_seconds_count{stage=\"detect\"} 1"));
    EXPECT_THAT(metrics.text(), HasSubstr("stage_seconds_bucket{stage=\"detect\",le=\"+Inf\"} 1"));
}

TEST(Metrics, WhatCannotBeReadNowLeavesTheOthers) {
    Metrics metrics;
    metrics.gauge("away", "Of a service that is away", []() -> double { throw std::runtime_error("away"); });
    metrics.gauge("faces", "Faces", [] { return 7.0; });
    EXPECT_THAT(metrics.text(), HasSubstr("faces 7"));
    EXPECT_THAT(metrics.text(), ::testing::Not(HasSubstr("away")));
}

TEST(Metrics, CountFromManyThreads) {
    Metrics metrics;
    {
        std::vector<std::jthread> threads;
        for (int t = 0; t < 4; ++t) {
            threads.emplace_back([&] {
                for (int i = 0; i < 250; ++i) {
                    metrics.histogram("h", "H", "l").observe("x", 0.1);
                }
            });
        }
    }
    EXPECT_THAT(metrics.text(), HasSubstr("h_count{l=\"x\"} 1000"));
}

}  // namespace
}  // namespace http
