/// A batch tells how far it is, and can be ended.

#include <gmock/gmock.h>

#include <stdexcept>
#include <thread>

#include "clustered.hpp"

namespace hnsw {
namespace {

using test::Clustered;

class Progress : public testing::TestWithParam<unsigned> {
  protected:
    Clustered data_{5'000, 8, 50};
    Index index_{{.dimension = 8, .links = 6, .ef_construction = 20}};
};

TEST_P(Progress, RisesToTheWholeOnTheThreadThatCalled) {
    std::vector<std::size_t> calls;
    const auto caller = std::this_thread::get_id();
    const auto tell = [&](std::size_t done, std::size_t total) {
        EXPECT_EQ(total, 5'000U);
        EXPECT_EQ(std::this_thread::get_id(), caller);
        EXPECT_LE(done, index_.size()) << "says more than is in";
        calls.push_back(done);
        return true;
    };
    EXPECT_EQ(index_.upsert(data_.items(0, 5'000), {.threads = GetParam(), .progress = tell}), 5'000U);
    EXPECT_TRUE(std::ranges::is_sorted(calls));
    ASSERT_GE(calls.size(), 3U) << "now and then";
    EXPECT_EQ(calls.back(), 5'000U);
    EXPECT_EQ(index_.size(), 5'000U);
}

TEST_P(Progress, ThatSaysNoLeavesTheItemsBeforeAndNoneBehind) {
    const auto enough = [](std::size_t done, std::size_t) { return done < 1'000; };
    const std::size_t in = index_.upsert(data_.items(0, 5'000), {.threads = GetParam(), .progress = enough});
    EXPECT_GE(in, 1'000U);
    EXPECT_LT(in, 5'000U);
    EXPECT_EQ(index_.size(), in);
    for (Id id = 0; id < 5'000; ++id)
        ASSERT_EQ(index_.contains(id), id < static_cast<Id>(in)) << id << " of " << in;
    EXPECT_EQ(index_.search(data_[4'999], {.k = 10, .ef = 50}).size(), 10U);
    // What was ended can be gone on with.
    EXPECT_EQ(index_.upsert(data_.items(in, 5'000 - in), {.threads = GetParam()}), 5'000 - in);
    EXPECT_EQ(index_.size(), 5'000U);
    EXPECT_GE(test::recall(index_, data_, 4'900, 100, {.k = 10, .ef = 100}), 0.95);
}

TEST_P(Progress, ThatSaysNoAtOnceKeepsWhatWasReplacedUpToThere) {
    index_.upsert(data_.items(0, 2'000), {.threads = GetParam()});
    auto again = data_.items(2'000, 2'000);
    for (std::size_t i = 0; i < again.size(); ++i) again[i].id = static_cast<Id>(i);
    const auto never = [](std::size_t, std::size_t) { return false; };
    const std::size_t in = index_.upsert(again, {.threads = GetParam(), .progress = never});
    EXPECT_LT(in, 2'000U);
    EXPECT_EQ(index_.size(), 2'000U);
    for (std::size_t i = 0; i < 2'000; ++i)
        ASSERT_THAT(*index_.vector_of(static_cast<Id>(i)),
                    testing::ElementsAreArray(data_[i < in ? 2'000 + i : i]))
            << i << " of " << in;
}

TEST_P(Progress, ThatThrowsEndsTheBatchAndLeavesAWholeIndex) {
    const auto fails = [](std::size_t done, std::size_t) -> bool {
        return done >= 500 ? throw std::runtime_error("no more") : true;
    };
    EXPECT_THROW(index_.upsert(data_.items(0, 5'000), {.threads = GetParam(), .progress = fails}),
                 std::runtime_error);
    EXPECT_GE(index_.size(), 500U);
    EXPECT_LT(index_.size(), 5'000U);
    EXPECT_EQ(index_.search(data_[4'999], {.k = 10, .ef = 50}).size(), 10U);
    EXPECT_EQ(index_.upsert(data_.items(0, 5'000), {.threads = GetParam()}), 5'000U);
    EXPECT_EQ(index_.size(), 5'000U);
}

INSTANTIATE_TEST_SUITE_P(Threads, Progress, testing::Values(1U, 2U),
                         [](const auto& test) { return std::to_string(test.param); });

}  // namespace
}  // namespace hnsw
