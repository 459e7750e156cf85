/// Filtered searches: only what is allowed, never fewer than k of it, and the nearest of it.

#include <gmock/gmock.h>

#include <functional>
#include <set>
#include <stdexcept>

#include "brute_force.hpp"
#include "clustered.hpp"

namespace hnsw {
namespace {

using test::BruteForce;
using test::Clustered;
using test::Near;

constexpr std::size_t count = 10'000;
constexpr std::size_t queries = 40;
using Allowed = std::function<bool(Id)>;

/// By lot, but the same lot each time.
Allowed share(double part) {
    return [part](Id id) {
        const auto mixed = static_cast<std::uint64_t>(id + 1) * 0x9E3779B97F4A7C15U;
        return static_cast<double>(mixed >> 11) * 0x1p-53 < part;
    };
}

class Filter : public testing::TestWithParam<Storage> {
  protected:
    Filter() { index_.upsert(truth_.items()); }

    [[nodiscard]] IndexOptions options() const {
        return {.dimension = 16, .ef_construction = 60, .storage = GetParam()};
    }
    [[nodiscard]] BruteForce truth_of(const Allowed& allowed) const {
        return truth_.only([&](const Item& item) { return allowed(item.id); });
    }
    /// The same set as a predicate and as a bitmap.
    [[nodiscard]] std::vector<SearchOptions> filters(const Allowed& allowed, IdBitmap& bitmap) const {
        for (const Item& item : truth_.items())
            if (allowed(item.id)) bitmap.insert(item.id);
        return {{.k = 10, .ef = 100, .filter = allowed}, {.k = 10, .ef = 100, .allowed = &bitmap}};
    }
    void expect_found(const Allowed& allowed) const {
        const BruteForce truth = truth_of(allowed);
        IdBitmap bitmap(count);
        for (const SearchOptions& search : filters(allowed, bitmap)) {
            SCOPED_TRACE(search.filter ? "predicate" : "bitmap");
            const std::size_t wanted = std::min(search.k, truth.items().size());
            std::size_t found = 0;
            for (std::size_t q = count; q < count + queries; ++q) {
                const auto hits = index_.search(data_[q], search);
                ASSERT_EQ(hits.size(), wanted);
                truth.expect_true(data_[q], hits);
                found += truth.among_nearest(data_[q], hits, search.k);
                truth.expect_nearest(data_[q], index_.exact_search(data_[q], search), search.k);
                if (HasFailure()) return;
            }
            EXPECT_GE(static_cast<double>(found), 0.95 * static_cast<double>(queries * wanted));
        }
    }
    void expect_groups_found(const Allowed& allowed) const {
        const BruteForce truth = truth_of(allowed);
        IdBitmap bitmap(count);
        for (SearchOptions search : filters(allowed, bitmap)) {
            SCOPED_TRACE(search.filter ? "predicate" : "bitmap");
            search.distinct_groups = true;
            std::size_t found = 0;
            std::size_t wanted = 0;
            for (std::size_t q = count; q < count + queries; ++q) {
                const auto near = first_of_each_group(truth.ranked(data_[q]));
                const auto hits = index_.search(data_[q], search);
                ASSERT_EQ(hits.size(), std::min(search.k, near.size()));
                truth.expect_true(data_[q], hits);
                std::set<Group> groups;
                for (const Hit& hit : hits) EXPECT_TRUE(groups.insert(hit.group).second) << hit.group;
                wanted += hits.size();
                for (std::size_t i = 0; i < hits.size(); ++i)
                    if (hits[i].distance <= near[hits.size() - 1].distance + near[i].tolerance) ++found;
            }
            EXPECT_GE(static_cast<double>(found), 0.95 * static_cast<double>(wanted));
        }
    }

    Clustered data_{count + queries, 16, 200};
    BruteForce truth_{options(), data_.items(0, count)};
    Index index_{options()};
};

TEST_P(Filter, FindsTheNearestOfSharesOfAnySize) {
    for (const double part : {1.0, 0.5, 0.1, 0.01, 0.001}) {
        SCOPED_TRACE(part);
        expect_found(share(part));
    }
}

TEST_P(Filter, FindsTheOnlyOneAllowedAndNothingWhereNoneIs) {
    expect_found([](Id id) { return id == 7'777; });
    expect_found([](Id) { return false; });
}

TEST_P(Filter, FindsAllWhereJustAsManyAreAllowedAsAreWanted) {
    for (const Id many : {9, 10, 11}) {
        SCOPED_TRACE(many);
        expect_found([many](Id id) { return id % 997 == 3 && id / 997 < many; });
    }
}

TEST_P(Filter, FindsWhatIsFarFromTheQueryWhereOnlyThatIsAllowed) {
    // Half of the clusters, then one: most queries lie in none of them.
    for (const std::size_t clusters : {100, 1}) {
        SCOPED_TRACE(clusters);
        expect_found([&](Id id) { return data_.cluster(static_cast<std::size_t>(id)) < clusters; });
    }
}

TEST_P(Filter, FindsDistinctGroupsOfWhatIsAllowed) {
    for (const double part : {0.5, 0.01, 0.001}) {
        SCOPED_TRACE(part);
        expect_groups_found(share(part));
    }
    expect_groups_found([](Id id) { return id == 7'777; });
    expect_groups_found([](Id) { return false; });
}

TEST_P(Filter, NeverFindsWhatWasErasedThoughItIsAllowed) {
    std::vector<Id> gone;
    for (Id id = 0; id < static_cast<Id>(count); id += 2) gone.push_back(id);
    index_.erase(gone);
    IdBitmap bitmap(count);
    for (const SearchOptions& search : filters(share(0.01), bitmap)) {
        const BruteForce truth = truth_of([](Id id) { return share(0.01)(id) && id % 2 == 1; });
        for (std::size_t q = count; q < count + queries; ++q) {
            const auto hits = index_.search(data_[q], search);
            EXPECT_EQ(hits.size(), 10U);
            truth.expect_true(data_[q], hits);
        }
    }
}

INSTANTIATE_TEST_SUITE_P(Storages, Filter, testing::Values(Storage::exact, Storage::compact),
                         [](const auto& test) { return test.param == Storage::exact ? "exact" : "compact"; });

TEST(Filters, OfBothKindsMustBothAllowAnId) {
    const Clustered data(501, 8, 20);
    Index index({.dimension = 8});
    index.upsert(data.items(0, 500));
    IdBitmap even(500);
    for (Id id = 0; id < 500; id += 2) even.insert(id);
    const auto hits =
        index.search(data[500], {.k = 500, .filter = [](Id id) { return id % 5 == 0; }, .allowed = &even});
    EXPECT_EQ(hits.size(), 50U);
    for (const Hit& hit : hits) EXPECT_EQ(hit.id % 10, 0);
}

TEST(Filters, WithABitmapLeaveOutIdsThatItHasNoPlaceFor) {
    const Clustered data(301, 8, 20);
    auto items = data.items(0, 300);
    for (Item& item : items) item.id = item.id * 100 - 10'000;
    Index index({.dimension = 8});
    index.upsert(items);
    IdBitmap allowed(1'001);
    for (Id id = -5; id < 2'000; ++id) allowed.insert(id);
    EXPECT_EQ(allowed.count(), 1'001U);
    for (const auto& hits : {index.search(data[300], {.k = 50, .ef = 50, .allowed = &allowed}),
                             index.exact_search(data[300], {.k = 50, .allowed = &allowed})}) {
        EXPECT_EQ(hits.size(), 11U);
        for (const Hit& hit : hits) EXPECT_TRUE(hit.id >= 0 && hit.id <= 1'000) << hit.id;
    }
}

TEST(Filters, ThatThrowEndTheirSearchAlone) {
    const Clustered data(2'001, 8, 20);
    Index index({.dimension = 8});
    index.upsert(data.items(0, 2'000));
    const SearchOptions throwing{
        .k = 5, .ef = 50, .filter = [](Id) -> bool { throw std::runtime_error("no"); }};
    EXPECT_THROW((void)index.search(data[2'000], throwing), std::runtime_error);
    EXPECT_THROW((void)index.search_batch(data[2'000], throwing, 2), std::runtime_error);
    EXPECT_EQ(index.search(data[2'000], {.k = 5, .ef = 50}).size(), 5U);
}

}  // namespace
}  // namespace hnsw
