/// What an index does not take is refused at the edge, and changes nothing.

#include <gmock/gmock.h>

#include <fstream>
#include <functional>
#include <iterator>
#include <limits>
#include <optional>

#include "awkward.hpp"
#include "kinds.hpp"
#include "temporary_folder.hpp"

namespace hnsw {
namespace {

using test::Awkward;

constexpr float infinity = std::numeric_limits<float>::infinity();
constexpr float not_a_number = std::numeric_limits<float>::quiet_NaN();

std::optional<ErrorCode> refusal(const std::function<void()>& action) {
    try {
        action();
    } catch (const Error& error) {
        return error.code();
    }
    return std::nullopt;
}

std::string saved(Index& index) {
    const tests::TemporaryFolder folder;
    index.save(folder / "index.hnsw");
    std::ifstream in(folder / "index.hnsw", std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

/// Vectors of 21 numbers that no index takes.
std::vector<std::vector<float>> refused_vectors(Metric metric) {
    std::vector<std::vector<float>> vectors;
    for (const float bad : {not_a_number, -not_a_number, infinity, -infinity, 1e30F, 9.5e18F})
        for (const std::size_t at : {0, 7, 20}) {
            vectors.emplace_back(21, 0.5F);
            vectors.back()[at] = bad;
        }
    // Each number is allowed, their squares' sum is not.
    vectors.emplace_back(21, 2.1e18F);
    vectors.emplace_back(20, 1.0F);
    vectors.emplace_back(22, 1.0F);
    vectors.emplace_back();
    if (metric == Metric::cosine) vectors.emplace_back(21, 0.0F);
    return vectors;
}

class Refusals : public test::WithKind {};
INSTANTIATE_TEST_SUITE_P(Kinds, Refusals, test::all_kinds(), test::kind_name);

TEST_P(Refusals, OfVectorsChangeNoByteOfTheIndex) {
    const IndexOptions kind = options(21);
    const Awkward data(80, 21, false, 1);
    const auto items = data.items(60);
    Index index(kind);
    index.upsert(items, {.threads = 1});
    index.set_revision(5);
    const std::string before = saved(index);
    for (const auto& bad : refused_vectors(kind.metric)) {
        EXPECT_EQ(refusal([&] { index.upsert(items[3].id, 9, bad); }), ErrorCode::invalid_argument);
        EXPECT_EQ(refusal([&] { index.upsert(123, 9, bad); }), ErrorCode::invalid_argument);
        // The bad one is the last of a batch that replaces, adds and changes a group.
        const std::vector<Item> batch{{items[4].id, 9, data[70]}, {124, 9, data[71]}, {125, 9, bad}};
        EXPECT_EQ(refusal([&] { index.upsert(batch, {.threads = 2}); }), ErrorCode::invalid_argument);
    }
    EXPECT_EQ(index.size(), 60);
    EXPECT_EQ(saved(index), before);
}

TEST_P(Refusals, OfQueriesComeFromEverySearch) {
    const IndexOptions kind = options(21);
    const Awkward data(60, 21, false, 2);
    Index index(kind);
    index.upsert(data.items(60));
    for (const auto& bad : refused_vectors(kind.metric)) {
        EXPECT_EQ(refusal([&] { (void)index.search(bad); }), ErrorCode::invalid_argument);
        EXPECT_EQ(refusal([&] { (void)index.exact_search(bad); }), ErrorCode::invalid_argument);
        EXPECT_EQ(refusal([&] { (void)index.search_within(bad, 1); }), ErrorCode::invalid_argument);
        EXPECT_EQ(refusal([&] { (void)index.exact_search_within(bad, 1); }), ErrorCode::invalid_argument);
        if (bad.empty()) continue;
        std::vector<float> queries(data[0].begin(), data[0].end());
        queries.insert(queries.end(), bad.begin(), bad.end());
        EXPECT_EQ(refusal([&] { (void)index.search_batch(queries, {}, 2); }), ErrorCode::invalid_argument);
    }
}

TEST_P(Refusals, OfNoResultsComeFromEverySearchThatCounts) {
    const Awkward data(20, 21, false, 3);
    Index index(options(21));
    index.upsert(data.items(20));
    EXPECT_EQ(refusal([&] { (void)index.search(data[0], {.k = 0}); }), ErrorCode::invalid_argument);
    EXPECT_EQ(refusal([&] { (void)index.exact_search(data[0], {.k = 0}); }), ErrorCode::invalid_argument);
    EXPECT_EQ(refusal([&] { (void)index.search_batch(data[0], {.k = 0}); }), ErrorCode::invalid_argument);
    EXPECT_EQ(refusal([&] { (void)index.search_by_id(data.items(1)[0].id, {.k = 0}); }),
              ErrorCode::invalid_argument);
}

TEST(RefusalsOfOptions, NameTheDimensionsThatAreAllowed) {
    EXPECT_EQ(refusal([] { const Index index({.dimension = 0}); }), ErrorCode::invalid_argument);
    EXPECT_EQ(refusal([] { const Index index({.dimension = 4'097}); }), ErrorCode::invalid_argument);
    Index largest({.dimension = 4'096});
    const std::vector<float> vector(4'096, 0.25F);
    largest.upsert(1, 1, vector);
    EXPECT_EQ(largest.search(vector).front(), (Hit{1, 1, 0}));
}

TEST(RefusalsOfOptions, OfAStorageThatIsNoneIsAnInvalidArgument) {
    EXPECT_EQ(refusal([] { const Index index({.dimension = 2, .storage = static_cast<Storage>(7)}); }),
              ErrorCode::invalid_argument);
}

}  // namespace
}  // namespace hnsw
