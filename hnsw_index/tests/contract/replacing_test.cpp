/// An index whose vectors were replaced is as good, and as small, as one built anew.

#include <gmock/gmock.h>

#include <filesystem>

#include "brute_force.hpp"
#include "clustered.hpp"
#include "temporary_folder.hpp"

namespace hnsw {
namespace {

using test::BruteForce;
using test::Clustered;

constexpr std::size_t dimension = 16;
constexpr std::size_t count = 2'000;
constexpr std::size_t queries = 400;

class Replacing : public testing::TestWithParam<Storage> {
  protected:
    [[nodiscard]] IndexOptions options() const {
        return {.dimension = dimension, .links = 8, .ef_construction = 60, .storage = GetParam()};
    }
    /// At a breadth that misses some, so that a worse graph shows.
    [[nodiscard]] double recall(const Index& index, const BruteForce& truth) const {
        std::size_t found = 0;
        for (std::size_t q = data_.size() - queries; q < data_.size(); ++q)
            found += truth.among_nearest(data_[q], index.search(data_[q], {.k = 10, .ef = 40}), 10);
        return static_cast<double>(found) / (10.0 * queries);
    }
    /// The vectors from `first` on under the ids from `id` on.
    [[nodiscard]] std::vector<Item> items(std::size_t first, std::size_t size, Id id) const {
        auto items = data_.items(first, size);
        for (std::size_t i = 0; i < size; ++i) items[i].id = id + static_cast<Id>(i);
        return items;
    }

    Clustered data_{5 * count + queries, dimension, 300};
};

TEST_P(Replacing, HalfOfTheVectorsUnderTheirIdsCostsNoRecall) {
    Index changed(options());
    changed.upsert(items(0, count, 0), {.threads = 1});
    changed.upsert(items(count, count / 2, 0), {.threads = 1});
    auto now = items(count, count / 2, 0);
    for (const Item& item : items(count / 2, count / 2, Id{count / 2})) now.push_back(item);
    Index fresh(options());
    fresh.upsert(now, {.threads = 1});
    const BruteForce truth(options(), now);
    EXPECT_EQ(changed.size(), count);
    EXPECT_GE(recall(changed, truth), recall(fresh, truth) - 0.01);
}

TEST_P(Replacing, HalfOfTheVectorsByOthersCostsNoRecall) {
    Index changed(options());
    changed.upsert(items(0, count, 0), {.threads = 1});
    for (Id id = 0; id < static_cast<Id>(count); id += 2) changed.erase(id);
    changed.upsert(items(count, count / 2, 10'000), {.threads = 1});
    auto now = items(count, count / 2, 10'000);
    for (const Item& item : items(0, count, 0))
        if (item.id % 2 == 1) now.push_back(item);
    Index fresh(options());
    fresh.upsert(now, {.threads = 1});
    const BruteForce truth(options(), now);
    EXPECT_EQ(changed.size(), count);
    EXPECT_GE(recall(changed, truth), recall(fresh, truth) - 0.01);
}

std::size_t bytes(const Statistics& statistics) {
    return statistics.vector_bytes + statistics.code_bytes + statistics.link_bytes + statistics.table_bytes;
}

TEST_P(Replacing, AgainAndAgainTakesNoMoreSpaceAndLeavesNobodyBehind) {
    const tests::TemporaryFolder folder;
    Index changed(options());
    changed.upsert(items(0, count, 0), {.threads = 1});
    std::vector<std::size_t> sizes;
    for (std::size_t round = 1; round <= 8; ++round) {
        changed.upsert(items(round * count / 2, count / 2, round % 2 == 0 ? 0 : count / 2), {.threads = 1});
        sizes.push_back(bytes(changed.statistics()));
    }
    EXPECT_EQ(changed.size(), count);
    EXPECT_LE(sizes.back(), sizes[2]) << "after 8 rounds, and after 3";
    auto now = items(8 * count / 2, count / 2, 0);
    for (const Item& item : items(7 * count / 2, count / 2, count / 2)) now.push_back(item);
    Index fresh(options());
    fresh.upsert(now, {.threads = 1});
    EXPECT_LE(sizes.back(), 2 * bytes(fresh.statistics()));
    EXPECT_LE(changed.statistics().unreachable, count / 1'000);
    const BruteForce truth(options(), now);
    EXPECT_GE(recall(changed, truth), recall(fresh, truth) - 0.01);

    changed.save(folder / "changed.hnsw");
    fresh.save(folder / "fresh.hnsw");
    EXPECT_NEAR(static_cast<double>(file_size(folder / "changed.hnsw")),
                static_cast<double>(file_size(folder / "fresh.hnsw")),
                0.01 * static_cast<double>(file_size(folder / "fresh.hnsw")));
}

TEST_P(Replacing, CountsWhatIsThereAndWhatIsErased) {
    Index index(options());
    index.upsert(items(0, 500, 0), {.threads = 1});
    const Statistics full = index.statistics();
    EXPECT_EQ(full.vectors, 500U);
    EXPECT_EQ(full.groups, index.groups());
    EXPECT_EQ(full.deleted, 0U);
    EXPECT_EQ(full.unreachable, 0U);
    ASSERT_FALSE(full.layers.empty());
    EXPECT_EQ(full.layers.front(), 500U);
    EXPECT_TRUE(std::ranges::is_sorted(full.layers, std::ranges::greater()));
    EXPECT_GE(full.links, 500U * 8);
    EXPECT_LE(full.links, 500U * 16);
    for (Id id = 0; id < 10; ++id) index.erase(id);
    const Statistics after = index.statistics();
    EXPECT_EQ(after.vectors, 490U);
    EXPECT_LE(after.deleted, 10U);
    index.clear();
    EXPECT_EQ(index.statistics().vectors, 0U);
    EXPECT_EQ(index.statistics().deleted, 0U);
    EXPECT_EQ(index.statistics().links, 0U);
}

TEST(Storages, CompactTakesAThirdOfExact) {
    Index exact({.dimension = 128});
    Index compact({.dimension = 128, .storage = Storage::compact});
    const Clustered data(1'000, 128, 50);
    exact.upsert(data.items(0, 1'000));
    compact.upsert(data.items(0, 1'000));
    // Of the vectors and codes, 5 bytes a number and 1; the links are the same.
    EXPECT_LE(compact.statistics().vector_bytes + compact.statistics().code_bytes,
              (exact.statistics().vector_bytes + exact.statistics().code_bytes) * 3 / 10);
}

INSTANTIATE_TEST_SUITE_P(Storages, Replacing, testing::Values(Storage::exact, Storage::compact),
                         [](const auto& test) { return test.param == Storage::exact ? "exact" : "compact"; });

}  // namespace
}  // namespace hnsw
