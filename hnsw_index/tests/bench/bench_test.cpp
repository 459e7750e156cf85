/// hnsw-bench as its users run it.

#include <gmock/gmock.h>

#include <cstdio>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>

#include "temporary_folder.hpp"

namespace {

using nlohmann::json;
using testing::HasSubstr;

class Bench : public testing::Test {
  protected:
    Bench() { (void)run(HNSW_BENCH_DATA_PROGRAM " faces data --vectors 2000 --queries 60 --dimension 24"); }

    struct Result {
        int status = -1;
        std::string output;
    };
    [[nodiscard]] Result run(const std::string& command) const {
        std::FILE* out = ::popen(("cd '" + folder_.string() + "' && " + command).c_str(), "r");
        Result result;
        for (int c = std::fgetc(out); c != EOF; c = std::fgetc(out))
            result.output.push_back(static_cast<char>(c));
        result.status = ::pclose(out);
        return result;
    }
    [[nodiscard]] Result bench(const std::string& options) const {
        return run(HNSW_BENCH_PROGRAM " --data data --dimension 24 --rounds 1 --queries 60 " + options);
    }
    static void expect_curve(const json& curve) {
        ASSERT_FALSE(curve.empty());
        for (const json& point : curve) {
            EXPECT_GT(point.at("qps"), 0);
            EXPECT_GT(point.at("recall"), 0);
            EXPECT_LE(point.at("recall"), 1);
        }
        EXPECT_GE(curve.back().at("recall"), 0.99);
    }

    tests::TemporaryFolder folder_;
};

TEST_F(Bench, SkipsByNameThePeersThatAreNotThere) {
    const Result result = bench("--compare nothing 2>&1");
    EXPECT_EQ(result.status, 0);
    EXPECT_THAT(result.output, HasSubstr("nothing is skipped"));
    EXPECT_THAT(result.output, HasSubstr("| ours |"));
}

TEST_F(Bench, TellsCurvesRatiosTimesAndMemoryInJson) {
    const json report = json::parse(bench("--compare hnswlib --json 2>log").output);
    EXPECT_EQ(report.at("n"), 2'000);
    EXPECT_EQ(report.at("links"), 16);
    expect_curve(report.at("ours"));
    EXPECT_GT(report.at("memory_mb").at("ours"), 0);
    EXPECT_GE(report.at("build_s").at("ours"), 0);
    for (const char* recall : {"0.90", "0.95", "0.99"}) {
        if (report.contains("hnswlib"))
            EXPECT_GT(report.at("ratio_at").at(recall), 0);
        else  // not compiled in
            EXPECT_TRUE(report.at("ratio_at").at(recall).is_null());
    }
}

TEST_F(Bench, MeasuresFiltersBatchesAndCodesAloneWhereItIsAsked) {
    const json report = json::parse(bench("--compact --filters --batch --json 2>log").output);
    expect_curve(report.at("ours"));
    EXPECT_FALSE(report.at("compact").empty());
    EXPECT_GT(report.at("memory_mb").at("compact"), 0);
    EXPECT_EQ(report.at("filters").size(), 7);
    for (const json& filter : report.at("filters")) {
        EXPECT_GT(filter.at("us"), 0);
        EXPECT_GE(filter.at("recall"), 0.95) << filter;
    }
    EXPECT_GT(report.at("batch").at("all_processors_qps"), 0);
    EXPECT_TRUE(report.at("ratio_at").at("0.95").is_null()) << "ours with codes alone is no peer";
}

TEST_F(Bench, RunsBesidePythonPackagesWhereTheyAre) {
    if (!std::filesystem::exists(HNSW_BENCH_PYTHON)) GTEST_SKIP() << "setup-peers has not been run";
    const json report = json::parse(bench("--compare faiss,usearch,hnswlib-pypi --json 2>log").output);
    for (const char* peer : {"faiss", "usearch", "hnswlib-pypi"}) {
        if (!report.contains(peer)) continue;  // its package alone is missing
        expect_curve(report.at(peer));
        EXPECT_GT(report.at("memory_mb").at(peer), 0);
        EXPECT_GT(report.at("ratios").at(peer).at("0.95"), 0);
        EXPECT_TRUE(report.at("two_threads").at(peer).is_null());
    }
}

TEST_F(Bench, NamesTheFileThatItCannotRead) {
    const Result result = run(HNSW_BENCH_PROGRAM " --data nowhere 2>&1");
    EXPECT_NE(result.status, 0);
    EXPECT_THAT(result.output, HasSubstr("nowhere.base.f32"));
}

}  // namespace
