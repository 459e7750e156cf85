/// One thread and one seed make one file; many threads make one as good.

#include <gmock/gmock.h>

#include "brute_force.hpp"
#include "clustered.hpp"
#include "files.hpp"
#include "temporary_folder.hpp"

namespace hnsw {
namespace {

using test::BruteForce;
using test::Clustered;
using test::read_file;
using tests::TemporaryFolder;

class Determinism : public testing::TestWithParam<Storage> {
  protected:
    [[nodiscard]] IndexOptions options(std::uint64_t seed) const {
        return {.dimension = 16, .links = 8, .ef_construction = 60, .seed = seed, .storage = GetParam()};
    }
    /// With one thread: a batch, some erased, single ones, some replaced.
    [[nodiscard]] std::string file_of_a_history(std::uint64_t seed) const {
        const TemporaryFolder folder;
        Index index(options(seed));
        index.upsert(data_.items(0, 1'500), {.threads = 1});
        for (Id id = 0; id < 1'500; id += 3) index.erase(id);
        for (const Item& item : data_.items(1'500, 200)) index.upsert(item.id, item.group, item.vector);
        auto again = data_.items(2'000, 300);
        for (std::size_t i = 0; i < again.size(); ++i) again[i].id = static_cast<Id>(i);
        index.upsert(again, {.threads = 1});
        index.save(folder / "index.hnsw");
        return read_file(folder / "index.hnsw");
    }
    [[nodiscard]] double recall(const Index& index, const BruteForce& truth) const {
        std::size_t found = 0;
        for (std::size_t q = 4'000; q < 4'400; ++q)
            found += truth.among_nearest(data_[q], index.search(data_[q], {.k = 10, .ef = 40}), 10);
        return static_cast<double>(found) / 4'000;
    }

    Clustered data_{4'400, 16, 300};
};

TEST_P(Determinism, OneThreadAndOneSeedMakeOneFile) {
    const std::string first = file_of_a_history(1);
    EXPECT_TRUE(first == file_of_a_history(1)) << "the second file differs from the first";
    EXPECT_FALSE(first == file_of_a_history(2)) << "the seed has no effect";
}

TEST_P(Determinism, ALoadedFileIsSavedAsItWas) {
    const TemporaryFolder folder;
    test::write_file(folder / "index.hnsw", file_of_a_history(1));
    for (const Loading loading : {Loading::checked, Loading::mapped}) {
        Index index = Index::load(folder / "index.hnsw", loading);
        index.save(folder / "again.hnsw");
        EXPECT_TRUE(read_file(folder / "again.hnsw") == read_file(folder / "index.hnsw"));
    }
}

TEST_P(Determinism, ManyThreadsFindAsMuchAsOne) {
    const BruteForce truth(options(1), data_.items(0, 4'000));
    Index one(options(1));
    one.upsert(truth.items(), {.threads = 1});
    const double alone = recall(one, truth);
    for (const unsigned threads : {2, 8}) {
        Index many(options(1));
        many.upsert(truth.items(), {.threads = threads});
        EXPECT_EQ(many.size(), 4'000U);
        EXPECT_GE(recall(many, truth), alone - 0.01) << threads << " threads";
    }
}

INSTANTIATE_TEST_SUITE_P(Storages, Determinism, testing::Values(Storage::exact, Storage::compact),
                         [](const auto& test) { return test.param == Storage::exact ? "exact" : "compact"; });

}  // namespace
}  // namespace hnsw
