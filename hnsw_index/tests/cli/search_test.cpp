#include <gmock/gmock.h>

#include <cmath>

#include "cli/command_run.hpp"

namespace hnsw {
namespace {

using nlohmann::json;
using test::hnsw_index;
using test::hnsw_index_json;
using test::read_raw;
using test::refusal;
using test::write_raw;
using testing::AllOf;
using testing::HasSubstr;

class SearchTest : public test::CommandTest {
  protected:
    void SetUp() override {
        CommandTest::SetUp();
        index_ = built();
        write_raw(folder_ / "queries.f32", numbers(queries_));
    }
    [[nodiscard]] std::vector<std::string> command(const std::string& name,
                                                   const std::vector<std::string>& options) const {
        std::vector<std::string> arguments{name, index_, path("queries.f32")};
        arguments.insert(arguments.end(), options.begin(), options.end());
        return arguments;
    }
    /// What the library finds by looking at every vector.
    [[nodiscard]] json nearest(std::size_t k) const {
        const Index index = Index::load(index_);
        json results = json::array();
        for (std::size_t i = 0; i < queries_.size(); ++i) {
            json list = json::array();
            SearchOptions options;
            options.k = k;
            for (const Hit& hit : index.exact_search(queries_[i], options))
                list.push_back({{"id", hit.id}, {"group", hit.group}, {"distance", hit.distance}});
            results.push_back(list);
        }
        return {{"results", results}};
    }

    const test::Clustered queries_{40, dimension, 20, 7};
    std::string index_;
};

TEST_F(SearchTest, PrintsTheNearestAsTheServiceAnswersThem) {
    const json expected = nearest(5);
    EXPECT_EQ(hnsw_index_json(command("search", {"-k", "5", "--exact"})), expected);
    EXPECT_EQ(hnsw_index_json(command("search", {"-k", "5", "--ef", "600"})), expected);
    EXPECT_EQ(hnsw_index_json(command("search", {"-k", "5", "--ef", "600", "--mapped"})), expected);
}

TEST_F(SearchTest, PrintsATableWithoutJson) {
    const auto finished = hnsw_index(command("search", {"-k", "2", "--ef", "600"}));
    const json first = nearest(2).at("results").at(0).at(0);
    EXPECT_THAT(finished.out,
                testing::StartsWith("query\trank\tid\tgroup\tdistance\n0\t0\t" + first.at("id").dump()));
    EXPECT_EQ(std::ranges::count(finished.out, '\n'), 1 + 2 * 40);
}

TEST_F(SearchTest, WritesIdsAndDistancesInRowsOfK) {
    const auto summary = hnsw_index_json(command(
        "search", {"-k", "700", "--exact", "--ids", path("ids.i32"), "--distances", path("distances.f32")}));
    EXPECT_EQ(summary.at("queries"), 40);
    const auto ids = read_raw<std::int32_t>(folder_ / "ids.i32");
    const auto distances = read_raw<float>(folder_ / "distances.f32");
    ASSERT_EQ(ids.size(), 40U * 700U);
    ASSERT_EQ(distances.size(), 40U * 700U);
    const json hits = nearest(1).at("results").at(3).at(0);
    EXPECT_EQ(ids[3 * 700], hits.at("id"));
    EXPECT_EQ(distances[3 * 700], hits.at("distance"));
    EXPECT_NE(ids[3 * 700 + 599], -1);
    EXPECT_EQ(ids[3 * 700 + 600], -1) << "the index holds 600";
    EXPECT_TRUE(std::isinf(distances[3 * 700 + 600]));
    EXPECT_THAT(refusal(1, command("search", {"--ids", path("ids.i32")})),
                HasSubstr("ids.i32 is there already"));
    EXPECT_THAT(refusal(1, command("search", {"--ids", path("ids.txt")})), HasSubstr(".i64"));
}

TEST_F(SearchTest, AnIdThatIsTooLongForItsFileIsNamed) {
    write_raw(folder_ / "ids.i64", std::vector<std::int64_t>{1, std::int64_t{1} << 33});
    write_raw(folder_ / "two.f32", std::vector<float>{1, 2, 3, 4});
    ASSERT_EQ(
        hnsw_index({"build", path("two.f32"), path("two.hnsw"), "--dimension", "2", "--ids", path("ids.i64")})
            .status,
        0);
    EXPECT_THAT(refusal(1, {"search", path("two.hnsw"), path("two.f32"), "--ids", path("out.i32")}),
                AllOf(HasSubstr("8589934592"), HasSubstr(".i64")));
}

TEST_F(SearchTest, QueriesOfAnotherDimensionAreRefused) {
    write_raw(folder_ / "queries.f32", std::vector<float>(12));
    EXPECT_THAT(refusal(1, command("search", {})),
                AllOf(HasSubstr("48 bytes"), HasSubstr("rows of 8 numbers")));
    write_raw(folder_ / "queries.f32", std::vector<float>(8, INFINITY));
    EXPECT_THAT(refusal(1, command("search", {})), HasSubstr("position 0 of row 0 is inf"));
    EXPECT_THAT(refusal(2, command("search", {"-k", "0"})), HasSubstr("-k"));
}

TEST_F(SearchTest, RecallIsOneWhereTheBreadthIsThatOfTheIndex) {
    const json recall = hnsw_index_json(command("recall", {"--ef", "10,600", "--queries", "30"}));
    EXPECT_EQ(recall.at("queries"), 30);
    EXPECT_EQ(recall.at("k"), 10);
    ASSERT_EQ(recall.at("curve").size(), 2U);
    EXPECT_LE(recall.at("curve").at(0).at("recall"), 1);
    EXPECT_GT(recall.at("curve").at(0).at("recall"), 0.5);
    EXPECT_EQ(recall.at("curve").at(1).at("ef"), 600);
    EXPECT_EQ(recall.at("curve").at(1).at("recall"), 1);
    EXPECT_GT(recall.at("curve").at(1).at("queries_per_second"), 0);
    EXPECT_THAT(hnsw_index(command("recall", {"-k", "3"})).out, HasSubstr("recall@3"));
}

TEST_F(SearchTest, RecallIsMeasuredAgainstAFileWhereOneIsGiven) {
    ASSERT_EQ(hnsw_index(command("search", {"-k", "20", "--exact", "--ids", path("gt.i32")})).status, 0);
    const json whole = hnsw_index_json(command("recall", {"--ef", "600", "--truth", path("gt.i32")}));
    EXPECT_EQ(whole.at("curve").at(0).at("recall"), 1);
    // Of the five nearest of each query two are replaced by one that is far from it.
    auto truth = read_raw<std::int32_t>(folder_ / "gt.i32");
    std::vector<std::int64_t> wrong;
    for (std::size_t query = 0; query < 40; ++query)
        for (std::size_t rank = 0; rank < 5; ++rank)
            wrong.push_back(truth[query * 20 + (rank < 3 ? rank : 10 + rank)]);
    write_raw(folder_ / "wrong.i64", wrong);
    const json part =
        hnsw_index_json(command("recall", {"-k", "5", "--ef", "600", "--truth", path("wrong.i64")}));
    EXPECT_DOUBLE_EQ(part.at("curve").at(0).at("recall"), 0.6);
}

TEST_F(SearchTest, ATruthThatDoesNotFitIsRefused) {
    write_raw(folder_ / "gt.i32", std::vector<std::int32_t>(40 * 5, 3));
    EXPECT_THAT(refusal(1, command("recall", {"--truth", path("gt.i32")})),
                AllOf(HasSubstr("knows the 5 nearest"), HasSubstr("-k is 10")));
    write_raw(folder_ / "gt.i32", std::vector<std::int32_t>(40 * 5 + 1, 3));
    EXPECT_THAT(refusal(1, command("recall", {"--truth", path("gt.i32")})), HasSubstr("201 ids"));
    write_raw(folder_ / "gt.i32", std::vector<std::int32_t>(40 * 10, 600));
    EXPECT_THAT(refusal(1, command("recall", {"--truth", path("gt.i32")})), HasSubstr("names the id 600"));
}

}  // namespace
}  // namespace hnsw
