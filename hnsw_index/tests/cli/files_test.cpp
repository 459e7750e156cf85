#include <gmock/gmock.h>

#include <map>

#include "cli/command_run.hpp"

namespace hnsw {
namespace {

using nlohmann::json;
using test::hnsw_index;
using test::hnsw_index_json;
using test::read_raw;
using test::read_text;
using test::refusal;
using test::write_raw;
using test::write_text;
using testing::AllOf;
using testing::HasSubstr;

using FilesTest = test::CommandTest;

TEST_F(FilesTest, AWholeIndexIsWhole) {
    const std::string index = built();
    EXPECT_THAT(hnsw_index({"verify", index}).out, HasSubstr("is whole: 600 vectors"));
    const json answer = hnsw_index_json({"verify", index});
    EXPECT_EQ(answer.at("whole"), true);
    EXPECT_EQ(answer.at("vectors"), count);
}

TEST_F(FilesTest, AnIndexIsDamagedWhereverAByteIsAnother) {
    const std::string index = built();
    const std::string bytes = read_text(index);
    std::map<std::string, int> problems;
    for (std::size_t i = 0; i < 60; ++i) {
        std::string damaged = bytes;
        damaged[i * (bytes.size() - 1) / 59] ^= 1;
        write_text(folder_ / "damaged.hnsw", damaged);
        std::string problem = refusal(1, {"verify", path("damaged.hnsw")});
        EXPECT_THAT(problem, HasSubstr("damaged.hnsw"));
        ++problems[problem];
    }
    EXPECT_GE(problems.size(), 3U) << "messages tell the sections apart";
}

TEST_F(FilesTest, AnIndexThatIsCutShortIsRefusedByEveryCommand) {
    const std::string bytes = read_text(built());
    for (const std::size_t length : {std::size_t{0}, std::size_t{50}, bytes.size() / 2, bytes.size() - 1}) {
        write_text(folder_ / "cut.hnsw", bytes.substr(0, length));
        EXPECT_THAT(refusal(1, {"verify", path("cut.hnsw")}),
                    AllOf(HasSubstr("cut.hnsw"), HasSubstr("anew")));
    }
    for (const char* command : {"search", "recall", "export"})
        EXPECT_THAT(refusal(1, {command, path("cut.hnsw"), path("vectors.f32"), "--mapped"}),
                    HasSubstr(std::string(command) == "export" ? "vectors.f32 is there" : "cut.hnsw"));
    EXPECT_THAT(refusal(1, {"stats", path("missing.hnsw")}), HasSubstr("missing.hnsw"));
    const auto answer = hnsw_index({"verify", path("cut.hnsw"), "--json"});
    EXPECT_EQ(answer.status, 1);
    EXPECT_EQ(json::parse(answer.out).at("whole"), false);
    EXPECT_THAT(json::parse(answer.out).at("problem").get<std::string>(), HasSubstr("bytes"));
}

TEST_F(FilesTest, StatisticsTellWhatTheIndexHolds) {
    const std::string index = built({"--links", "6", "--metric", "cosine"});
    const json stats = hnsw_index_json({"stats", index});
    EXPECT_EQ(stats.at("vectors"), count);
    EXPECT_EQ(stats.at("dimension"), dimension);
    EXPECT_EQ(stats.at("metric"), "cosine");
    EXPECT_EQ(stats.at("storage"), "exact");
    EXPECT_EQ(stats.at("options").at("links"), 6);
    EXPECT_EQ(stats.at("options").at("base_links"), 12);
    EXPECT_EQ(stats.at("layers").at(0), count);
    EXPECT_EQ(stats.at("unreachable"), 0);
    EXPECT_GE(stats.at("bytes").at("vectors"), count * dimension * 4);
    EXPECT_THAT(hnsw_index({"stats", index, "--mapped"}).out,
                AllOf(HasSubstr("600 in 600 groups"), HasSubstr("metric cosine")));
}

TEST_F(FilesTest, WhatIsExportedIsWhatWasBuilt) {
    std::vector<std::int64_t> ids(count), groups(count);
    for (std::size_t i = 0; i < count; ++i) {
        ids[i] = static_cast<std::int64_t>(5 * i) - 100;
        groups[i] = static_cast<std::int64_t>(i % 7);
    }
    write_raw(folder_ / "ids.i64", ids);
    write_raw(folder_ / "groups.i64", groups);
    const std::string index = built({"--ids", path("ids.i64"), "--groups", path("groups.i64")});
    const json summary = hnsw_index_json(
        {"export", index, path("out.f32"), "--ids", path("out.i32"), "--groups", path("out-groups.i64")});
    EXPECT_EQ(summary.at("vectors"), count);
    EXPECT_EQ(read_raw<float>(folder_ / "out.f32"), read_raw<float>(folder_ / "vectors.f32"));
    const auto narrow = read_raw<std::int32_t>(folder_ / "out.i32");
    EXPECT_TRUE(std::ranges::equal(narrow, ids));
    EXPECT_EQ(read_raw<std::int64_t>(folder_ / "out-groups.i64"), groups);
    EXPECT_THAT(refusal(1, {"export", index, path("out.f32")}), HasSubstr("out.f32 is there already"));
    EXPECT_EQ(hnsw_index({"export", index, path("out.f32"), "--force"}).status, 0);
}

}  // namespace
}  // namespace hnsw
