#include <gmock/gmock.h>

#include <csignal>
#include <limits>

#include "cli/command_run.hpp"
#include "service/program.hpp"

namespace hnsw {
namespace {

using test::hnsw_index;
using test::hnsw_index_json;
using test::refusal;
using test::write_raw;
using test::write_text;
using testing::AllOf;
using testing::HasSubstr;

/// A NumPy file as numpy.save writes it.
std::string npy(const std::string& dictionary, const std::string& bytes) {
    std::string text = "{" + dictionary + "}";
    text.append(128 - 11 - text.size() % 128, ' ');
    text += '\n';
    return std::string("\x93NUMPY\x01\x00", 8) + static_cast<char>(text.size() % 256) +
           static_cast<char>(text.size() / 256) + text + bytes;
}

std::string float_npy(const std::string& shape, const std::string& bytes) {
    return npy("'descr': '<f4', 'fortran_order': False, 'shape': (" + shape + "), ", bytes);
}

class BuildTest : public test::CommandTest {
  protected:
    /// What a build says that is refused, of one file and with further options.
    [[nodiscard]] std::string refused(const std::string& vectors, const std::vector<std::string>& options,
                                      int status = 1) const {
        std::vector<std::string> arguments{"build", path(vectors), path("index.hnsw")};
        arguments.insert(arguments.end(), options.begin(), options.end());
        std::string text = refusal(status, arguments);
        EXPECT_FALSE(std::filesystem::exists(path("index.hnsw"))) << "nothing is written";
        return text;
    }
};

TEST_F(BuildTest, TheIndexHoldsTheFilesVectorsFromTheIdZeroOn) {
    const auto summary =
        hnsw_index_json({"build", path("vectors.f32"), path("index.hnsw"), "--dimension", "8", "--metric",
                         "cosine", "--links", "8", "--ef-construction", "50"});
    EXPECT_EQ(summary.at("vectors"), count);
    EXPECT_EQ(summary.at("bytes"), std::filesystem::file_size(path("index.hnsw")));
    const Index index = Index::load(path("index.hnsw"));
    EXPECT_EQ(index.size(), count);
    EXPECT_EQ(index.options().metric, Metric::cosine);
    EXPECT_EQ(index.options().links, 8U);
    EXPECT_EQ(index.options().base_links, 16U);
    EXPECT_EQ(index.options().ef_construction, 50U);
    EXPECT_EQ(index.search(data_[17]).front().id, 17);
    EXPECT_EQ(index.group_of(17), 17);
}

TEST_F(BuildTest, IdsAndGroupsAreTakenFromFiles) {
    std::vector<std::int64_t> ids(count);
    std::vector<std::int32_t> groups(count);
    for (std::size_t i = 0; i < count; ++i) {
        ids[i] = (std::int64_t{1} << 40) - static_cast<std::int64_t>(i);
        groups[i] = static_cast<std::int32_t>(i / 10);
    }
    write_raw(folder_ / "ids.i64", ids);
    write_raw(folder_ / "groups.i32", groups);
    const Index index = Index::load(built({"--ids", path("ids.i64"), "--groups", path("groups.i32")}));
    EXPECT_EQ(index.search(data_[17]).front().id, ids[17]);
    EXPECT_EQ(index.group_of(ids[17]), 1);
    EXPECT_EQ(index.groups(), count / 10);
}

TEST_F(BuildTest, ANumPyFileTellsItsDimension) {
    write_text(folder_ / "vectors.npy", float_npy("600, 8", test::read_text(folder_ / "vectors.f32")));
    const auto finished = hnsw_index({"build", path("vectors.npy"), path("index.hnsw")});
    ASSERT_EQ(finished.status, 0) << finished.err;
    EXPECT_THAT(finished.out, HasSubstr("600 vectors of 8 dimensions"));
    EXPECT_THAT(finished.err, HasSubstr("600/600")) << "progress, a line each tenth";
    EXPECT_EQ(Index::load(path("index.hnsw")).search(data_[17]).front().id, 17);
}

TEST_F(BuildTest, CompactStorageMakesASmallerFile) {
    const auto exact = std::filesystem::file_size(built());
    const auto compact = std::filesystem::file_size(built({"--storage", "compact", "--force"}));
    EXPECT_LT(compact, exact);
    EXPECT_EQ(Index::load(path("index.hnsw")).options().storage, Storage::compact);
}

TEST_F(BuildTest, OneThreadMakesTheSameFileEachTime) {
    const std::string first = test::read_text(built({"--threads", "1"}));
    EXPECT_EQ(first, test::read_text(built({"--threads", "1", "--force"})));
}

TEST_F(BuildTest, AFileIsReplacedOnlyWhereThatIsAskedFor) {
    const std::string before = test::read_text(built());
    EXPECT_THAT(refusal(1, {"build", path("vectors.f32"), path("index.hnsw"), "--dimension", "4"}),
                AllOf(HasSubstr("index.hnsw is there already"), HasSubstr("--force")));
    EXPECT_EQ(before, test::read_text(path("index.hnsw")));
    EXPECT_THAT(refusal(1, {"build", path("vectors.f32"), path("nowhere/index.hnsw"), "--dimension", "8"}),
                HasSubstr("there is no folder"));
}

TEST_F(BuildTest, VectorsThatAreNoneAreRefusedWithTheirFileAndPlace) {
    EXPECT_THAT(refused("missing.f32", {"--dimension", "8"}), HasSubstr("missing.f32 does not exist"));
    EXPECT_THAT(refused("", {"--dimension", "8"}), HasSubstr("is not a file"));
    EXPECT_THAT(refused("vectors.f32", {"--dimension", "7"}),
                AllOf(HasSubstr("19200 bytes"), HasSubstr("rows of 7 numbers")));
    write_text(folder_ / "odd.f32", test::read_text(folder_ / "vectors.f32").substr(3));
    EXPECT_THAT(refused("odd.f32", {"--dimension", "8"}), HasSubstr("odd.f32 has 19197 bytes"));
    write_text(folder_ / "empty.f32", "");
    EXPECT_THAT(refused("empty.f32", {"--dimension", "8"}), HasSubstr("empty.f32 has no vectors"));
    auto values = numbers(data_);
    values[3 * dimension + 5] = std::numeric_limits<float>::quiet_NaN();
    write_raw(folder_ / "nan.f32", values);
    EXPECT_THAT(refused("nan.f32", {"--dimension", "8"}),
                AllOf(HasSubstr("nan.f32"), HasSubstr("position 5 of row 3 is nan")));
    std::fill_n(values.begin(), 4 * dimension, 0.0F);
    write_raw(folder_ / "zero.f32", values);
    EXPECT_THAT(refused("zero.f32", {"--dimension", "8", "--metric", "cosine"}),
                AllOf(HasSubstr("zero.f32"), HasSubstr("cosine")));
}

TEST_F(BuildTest, NumPyFilesThatDoNotFitAreRefusedWithTheReason) {
    const auto says = [&](const std::string& bytes, const std::vector<std::string>& options = {}) {
        write_text(folder_ / "bad.npy", bytes);
        return refused("bad.npy", options);
    };
    const std::string row(32, '\1');
    EXPECT_THAT(says(float_npy("1, 8", row), {"--dimension", "4"}),
                HasSubstr("rows of 8 numbers, 4 are wanted"));
    EXPECT_THAT(says(float_npy("2, 8", row)), HasSubstr("32 bytes follow its header"));
    EXPECT_THAT(says(float_npy("4611686018427387904, 8", row)), HasSubstr("32 bytes follow its header"));
    EXPECT_THAT(says(float_npy("8,", row)), HasSubstr("1 dimensions and type <f4"));
    EXPECT_THAT(says(npy("'descr': '<f8', 'fortran_order': False, 'shape': (1, 4), ", row)),
                HasSubstr("<f8"));
    EXPECT_THAT(says(npy("'descr': '<f4', 'fortran_order': True, 'shape': (1, 8), ", row)),
                HasSubstr("Fortran"));
    EXPECT_THAT(says(npy("'fortran_order': False, 'shape': (1, 8), ", row)), HasSubstr("no descr"));
    EXPECT_THAT(says(float_npy("1, 8", row).substr(0, 40)), HasSubstr("ends within its header"));
    EXPECT_THAT(says("PK\3\4 and so on"), HasSubstr("no NumPy array"));
}

TEST_F(BuildTest, IdsThatDoNotFitAreRefused) {
    std::vector<std::int64_t> ids(count);
    for (std::size_t i = 0; i < count; ++i) ids[i] = static_cast<std::int64_t>(i);
    ids[9] = 4;
    write_raw(folder_ / "twice.i64", ids);
    EXPECT_THAT(refused("vectors.f32", {"--dimension", "8", "--ids", path("twice.i64")}),
                HasSubstr("twice.i64: the id 4 is there twice, at 4 and 9"));
    ids.pop_back();
    write_raw(folder_ / "few.i64", ids);
    EXPECT_THAT(refused("vectors.f32", {"--dimension", "8", "--groups", path("few.i64")}),
                AllOf(HasSubstr("few.i64 has 599 numbers"), HasSubstr("600 vectors")));
    write_text(folder_ / "odd.i64", "12345");
    EXPECT_THAT(refused("vectors.f32", {"--dimension", "8", "--ids", path("odd.i64")}),
                HasSubstr("odd.i64 has 5 bytes"));
    write_text(folder_ / "ids.txt", "1 2 3");
    EXPECT_THAT(refused("vectors.f32", {"--dimension", "8", "--ids", path("ids.txt")}), HasSubstr(".i64"));
}

TEST_F(BuildTest, AWrongCommandLineHasTheStatusTwo) {
    EXPECT_THAT(refused("vectors.f32", {}, 2), HasSubstr("--dimension"));
    EXPECT_THAT(refused("vectors.f32", {"--dimension", "8", "--metric", "l3"}, 2),
                AllOf(HasSubstr("l3"), HasSubstr("inner_product")));
    EXPECT_THAT(refused("vectors.f32", {"--dimension", "eight"}, 2), HasSubstr("eight"));
    EXPECT_THAT(refusal(2, {"bild"}), HasSubstr("bild"));
    EXPECT_EQ(hnsw_index({}).status, 2);
    EXPECT_THAT(refused("vectors.f32", {"--dimension", "8", "--links", "1"}), HasSubstr("links (M) is 1"));
}

TEST_F(BuildTest, EveryCommandHasHelp) {
    for (const char* command :
         {"build", "search", "recall", "verify", "stats", "export", "import-dump", "serve"}) {
        const auto finished = hnsw_index({command, "--help"});
        EXPECT_EQ(finished.status, 0);
        EXPECT_THAT(finished.out, HasSubstr("Usage: hnsw-index " + std::string(command)));
    }
}

TEST_F(BuildTest, CtrlCEndsItAndNothingIsWritten) {
    const test::Clustered many(40'000, dimension, 1000);
    write_raw(folder_ / "many.f32", numbers(many));
    test::Program program({"build", path("many.f32"), path("index.hnsw"), "--dimension", "8", "--threads",
                           "1", "--ef-construction", "2000"});
    ASSERT_TRUE(program.wait_for("/40000")) << program.output();
    program.send_signal(SIGINT);
    EXPECT_EQ(program.wait(), 130);
    EXPECT_THAT(program.output(), HasSubstr("stopped; nothing was written"));
    for (const auto& entry : std::filesystem::directory_iterator(folder_.path()))
        EXPECT_EQ(entry.path().extension(), ".f32") << entry.path();
}

}  // namespace
}  // namespace hnsw
