#include <gmock/gmock.h>

#include <numeric>
#include <set>

#include "clustered.hpp"
#include "graph/graph.hpp"

namespace hnsw {
namespace {

using test::Clustered;

std::vector<Id> ids(std::size_t first, std::size_t count, std::size_t step = 1) {
    std::vector<Id> list;
    for (std::size_t i = 0; i < count; ++i) list.push_back(static_cast<Id>(first + i * step));
    return list;
}

TEST(Delete, SaysWhetherTheVectorWasThere) {
    Index index({.dimension = 2});
    index.upsert(7, 1, std::vector<float>{1, 2});
    EXPECT_TRUE(index.erase(7));
    EXPECT_FALSE(index.erase(7));
    EXPECT_FALSE(index.contains(7));
    EXPECT_EQ(index.size(), 0);
    EXPECT_EQ(index.groups(), 0);
}

TEST(Delete, DeletedVectorsNeverComeBack) {
    const Clustered data(3'000, 16, 50);
    Index index({.dimension = 16});
    index.upsert(data.items(0, 3'000));
    for (std::size_t i = 0; i < 3'000; i += 3) {
        ASSERT_TRUE(index.erase(static_cast<Id>(i)));
        for (const Hit& hit : index.search(data[i], {.k = 10, .ef = 50}))
            ASSERT_TRUE(hit.id % 3 != 0 || hit.id > static_cast<Id>(i)) << hit.id;
    }
    EXPECT_EQ(index.size(), 2'000);
}

TEST(Delete, TheRestIsFoundAfterMostIsGone) {
    const Clustered data(10'100, 32, 200);
    Index index({.dimension = 32});
    index.upsert(data.items(0, 10'000));
    std::vector<Id> gone;
    for (const Id id : ids(0, 10'000))
        if (id % 10 < 7) gone.push_back(id);
    EXPECT_EQ(index.erase(gone), 7'000);
    EXPECT_GE(test::recall(index, data, 10'000, 100, {.k = 10, .ef = 100}), 0.95);
}

TEST(Delete, TheRestIsFoundAfterManyRoundsOfDeletingAndAdding) {
    const Clustered data(12'100, 32, 200);
    Index index({.dimension = 32});
    index.upsert(data.items(0, 4'000));
    for (std::size_t round = 0; round < 8; ++round) {
        EXPECT_EQ(index.erase(ids(round * 1'000, 1'000)), 1'000);
        index.upsert(data.items(4'000 + round * 1'000, 1'000));
    }
    EXPECT_EQ(index.size(), 4'000);
    EXPECT_GE(test::recall(index, data, 12'000, 100, {.k = 10, .ef = 100}), 0.95);
}

TEST(Delete, WholeClustersCanGoAtOnce) {
    const Clustered data(4'100, 16, 20);
    Index index({.dimension = 16});
    index.upsert(data.items(0, 4'000));
    std::vector<Id> gone;
    for (std::size_t i = 0; i < 4'000; ++i)
        if (data.cluster(i) < 15) gone.push_back(static_cast<Id>(i));
    index.erase(gone);
    EXPECT_GE(test::recall(index, data, 4'000, 100, {.k = 10, .ef = 100}), 0.95);
}

TEST(Delete, AnIndexOfWhichAllIsGoneTakesVectorsAgain) {
    const Clustered data(600, 8, 10);
    Index index({.dimension = 8});
    for (int round = 0; round < 3; ++round) {
        index.upsert(data.items(0, 600));
        EXPECT_EQ(index.search(data[5], {.k = 1, .ef = 20}).front().id, 5);
        EXPECT_EQ(index.erase(ids(0, 600)), 600);
        EXPECT_TRUE(index.search(data[5]).empty());
    }
}

TEST(Delete, AllMayBeReplacedAtOnce) {
    // No new one sees another, for all are placed before any is linked.
    const Clustered before(300, 16, 1);
    const Clustered after(300, 16, 1, 2);
    Index index({.dimension = 16, .ef_construction = 100});
    index.upsert(before.items(0, 300), {.threads = 1});
    index.upsert(after.items(0, 300), {.threads = 8});
    std::size_t found = 0;
    for (std::size_t i = 0; i < 300; ++i)
        found += index.search(after[i], {.k = 1, .ef = 20}).at(0).id == static_cast<Id>(i) ? 1 : 0;
    EXPECT_GE(found, 297U);
}

TEST(Delete, PlacesAreUsedAgain) {
    const Clustered data(2'000, 8, 10);
    const IndexOptions options{.dimension = 8, .base_links = 32, .level_multiplier = 0.36};
    Readers readers;
    Graph graph(options, choose_kernels(), readers);
    Scratch scratch;
    const auto add = [&](std::size_t i) {
        graph.make_codes_cover(data[i]);
        const Slot slot = graph.add(static_cast<Id>(i), 0, graph.level_of(static_cast<Id>(i)), data[i]);
        graph.connect(slot, scratch);
        return slot;
    };
    std::vector<Slot> slots;
    for (std::size_t i = 0; i < 1'000; ++i) slots.push_back(add(i));
    for (std::size_t i = 0; i < 500; ++i) graph.mark_deleted(slots[i]);
    graph.purge(scratch);
    for (std::size_t i = 1'000; i < 1'500; ++i) add(i);
    EXPECT_EQ(graph.layout().slots(), 1'000);
}

TEST(Delete, AReplacedVectorIsFoundAtItsNewPlaceOnly) {
    const Clustered data(1'001, 8, 1'001);
    Index index({.dimension = 8});
    index.upsert(data.items(0, 1'000));
    index.upsert(3, 99, data[1'000]);
    EXPECT_EQ(index.size(), 1'000);
    EXPECT_EQ(index.search(data[1'000], {.k = 1}).front(), (Hit{3, 99, 0}));
    for (const Hit& hit : index.search(data[3], {.k = 5})) EXPECT_TRUE(hit.id != 3 || hit.distance > 0);
}

}  // namespace
}  // namespace hnsw
