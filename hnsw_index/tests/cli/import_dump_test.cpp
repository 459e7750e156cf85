#include <gmock/gmock.h>

#include "cli/command_run.hpp"

namespace hnsw {
namespace {

using test::hnsw_index_json;
using test::refusal;
using test::write_text;
using testing::AllOf;
using testing::HasSubstr;

/// Lines of a text, counted from 1 as messages count them.
using Lines = std::vector<std::string>;

std::string text(const Lines& lines) {
    std::string joined;
    for (const std::string& line : lines) joined += line + '\n';
    return joined;
}

/// Four vectors of three dimensions; vector 2 is on level 1, too.
class ImportDump : public testing::Test {
  protected:
    [[nodiscard]] std::vector<std::string> arguments() const {
        return {"import-dump", (folder_ / "storage.dump").string(), (folder_ / "params.dump").string(),
                (folder_ / "index.hnsw").string()};
    }
    void write() const {
        write_text(folder_ / "storage.dump", text(storage_));
        write_text(folder_ / "params.dump", text(params_));
    }
    /// What the program says where one line is another.
    [[nodiscard]] std::string storage_with(std::size_t line, const std::string& instead) {
        return refused_with(storage_, line, instead, "storage.dump, line ");
    }
    [[nodiscard]] std::string params_with(std::size_t line, const std::string& instead) {
        return refused_with(params_, line, instead, "params.dump");
    }

    const tests::TemporaryFolder folder_;
    Lines storage_{"4", "3 0 0 0", "3 1 0 0", "3 0 1.5e-1 -2", "3 9 9 9"};
    Lines params_{"1 2", "8 16", "50 0.480898", "2", "0 4", "0", "2 1 2", "1",   "1 0 ", "2",  "2 0 3",
                  "3",   "1 2",  "1 1",         "2", "0 ",  "4", "0 0",   "1 0", "2 1",  "3 0"};

  private:
    [[nodiscard]] std::string refused_with(Lines& lines, std::size_t line, const std::string& instead,
                                           const std::string& named) {
        const std::string before = lines.at(line - 1);
        lines[line - 1] = instead;
        write();
        lines[line - 1] = before;
        std::string problem = refusal(1, arguments());
        EXPECT_THAT(problem, HasSubstr(named));
        EXPECT_FALSE(std::filesystem::exists(folder_ / "index.hnsw"));
        return problem;
    }
};

TEST_F(ImportDump, TheIndexHoldsTheDumpsVectorsAndParameters) {
    write();
    EXPECT_EQ(hnsw_index_json(arguments()).at("vectors"), 4);
    const Index index = Index::load(folder_ / "index.hnsw");
    EXPECT_EQ(index.options().links, 8U);
    EXPECT_EQ(index.options().base_links, 16U);
    EXPECT_EQ(index.options().ef_construction, 50U);
    EXPECT_DOUBLE_EQ(index.options().level_multiplier, 0.480898);
    EXPECT_EQ(index.options().metric, Metric::l2);
    EXPECT_EQ(index.vector_of(2), (std::vector<float>{0, 0.15F, -2}));
    EXPECT_EQ(index.search(std::vector<float>{8, 9, 9}).front().id, 3);
}

TEST_F(ImportDump, LinesMayEndAsOnWindows) {
    for (std::string& line : storage_) line += '\r';
    for (std::string& line : params_) line += '\r';
    write();
    EXPECT_EQ(hnsw_index_json(arguments()).at("vectors"), 4);
}

TEST_F(ImportDump, VectorsThatAreNoneAreRefusedWithTheirLine) {
    EXPECT_THAT(storage_with(1, "5"), AllOf(HasSubstr("line 6"), HasSubstr("vector 4 of the 5")));
    EXPECT_THAT(storage_with(1, "3"), AllOf(HasSubstr("line 5"), HasSubstr("goes on")));
    EXPECT_THAT(storage_with(1, "0"), HasSubstr("no vectors"));
    EXPECT_THAT(storage_with(1, "-4"), HasSubstr("'-4' is no whole number"));
    EXPECT_THAT(storage_with(1, "99999999999999999999"), HasSubstr("no whole number"));
    EXPECT_THAT(storage_with(3, "3 1 0"), AllOf(HasSubstr("line 3"), HasSubstr("2 numbers")));
    EXPECT_THAT(storage_with(3, "3 1 0 0 7"), AllOf(HasSubstr("line 3"), HasSubstr("goes on with '7'")));
    EXPECT_THAT(storage_with(3, "2 1 0"), HasSubstr("the dimension is 2, that of the first vector 3"));
    EXPECT_THAT(storage_with(2, "70000 1"), HasSubstr("at most 4096"));
    EXPECT_THAT(storage_with(4, "3 1 nan 0"), AllOf(HasSubstr("line 4"), HasSubstr("number 1 is nan")));
    EXPECT_THAT(storage_with(4, "3 1 1e99 0"), HasSubstr("number 1 is 1e+99"));
    EXPECT_THAT(storage_with(4, "3 1 0x1 0"), HasSubstr("'0x1' is no number"));
    EXPECT_THAT(storage_with(4, ""), HasSubstr("line 4"));
}

TEST_F(ImportDump, GraphsThatContradictThemselvesAreRefusedWithTheirLine) {
    EXPECT_THAT(params_with(1, "1 4"), AllOf(HasSubstr("line 1"), HasSubstr("is 4, at most 3")));
    EXPECT_THAT(params_with(1, "1 0"), AllOf(HasSubstr("line 1"), HasSubstr("on level 0")));
    EXPECT_THAT(params_with(1, "-1 0"), HasSubstr("'-1'"));
    EXPECT_THAT(params_with(2, "1 16"), HasSubstr("links (M) is 1"));
    EXPECT_THAT(params_with(2, "8"), AllOf(HasSubstr("line 2"), HasSubstr("M0 should be")));
    EXPECT_THAT(params_with(3, "50 x"), AllOf(HasSubstr("line 3"), HasSubstr("'x'")));
    EXPECT_THAT(params_with(3, "50 nan"), HasSubstr("level_multiplier"));
    EXPECT_THAT(params_with(4, "3"), HasSubstr("at most 2"));
    EXPECT_THAT(params_with(5, "0 5"), AllOf(HasSubstr("line 5"), HasSubstr("at most 4")));
    EXPECT_THAT(params_with(6, "4"), AllOf(HasSubstr("line 6"), HasSubstr("the id is 4")));
    EXPECT_THAT(params_with(8, "0"), AllOf(HasSubstr("line 8"), HasSubstr("twice")));
    EXPECT_THAT(params_with(7, "2 1"), AllOf(HasSubstr("line 7"), HasSubstr("there are 1 links")));
    EXPECT_THAT(params_with(7, "2 1 7"), AllOf(HasSubstr("line 7"), HasSubstr("is 7, at most 3")));
    EXPECT_THAT(params_with(7, "1 1 2"), AllOf(HasSubstr("line 7"), HasSubstr("goes on")));
    EXPECT_THAT(params_with(16, "1 3"), AllOf(HasSubstr("line 16"), HasSubstr("named on level 1")));
    EXPECT_THAT(params_with(17, "3"), AllOf(HasSubstr("line 17"), HasSubstr("3 vectors, and there are 4")));
    EXPECT_THAT(params_with(19, "0 0"), AllOf(HasSubstr("line 19"), HasSubstr("twice")));
    EXPECT_THAT(params_with(20, "2 2"), AllOf(HasSubstr("line 20"), HasSubstr("at most 1")));
    EXPECT_THAT(params_with(21, "3 0\n7"), AllOf(HasSubstr("line 22"), HasSubstr("'7'")));
}

TEST_F(ImportDump, ADumpThatIsCutShortAnywhereIsRefused) {
    const Lines whole = params_;
    for (std::size_t length = 0; length < whole.size(); ++length) {
        params_.assign(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(length));
        write();
        EXPECT_THAT(refusal(1, arguments()),
                    HasSubstr("line " + std::to_string(length + 1) + ": the file ends"));
    }
}

TEST_F(ImportDump, MissingFilesAreNamed) {
    EXPECT_THAT(refusal(1, arguments()), HasSubstr("storage.dump does not exist"));
    write();
    std::filesystem::remove(folder_ / "params.dump");
    EXPECT_THAT(refusal(1, arguments()), HasSubstr("params.dump does not exist"));
}

}  // namespace
}  // namespace hnsw
