/// Writers, searches and saves from many threads at once: made for ThreadSanitizer, and true without it.

#include <gmock/gmock.h>

#include <functional>
#include <thread>

#include "lives.hpp"
#include "temporary_folder.hpp"

namespace hnsw {
namespace {

using test::Lives;

constexpr Id steady = 600;  ///< ids below live from beginning to end
constexpr Id ids = 1'000;

class Threads : public testing::TestWithParam<Storage> {
  protected:
    Threads() {
        std::vector<Id> first;
        for (Id id = 0; id < steady; ++id) first.push_back(id);
        upsert(first, 2);
    }

    void upsert(const std::vector<Id>& batch, unsigned threads) {
        std::vector<std::vector<float>> vectors;
        std::vector<Item> items;
        for (const Id id : batch) vectors.push_back(Lives::vector(id, lives_.begin(id)));
        for (std::size_t i = 0; i < batch.size(); ++i)
            items.push_back({batch[i], Lives::group(batch[i]), vectors[i]});
        EXPECT_EQ(index_.upsert(items, {.threads = threads}), batch.size());
        for (const Id id : batch) lives_.settle(id, true);
    }
    void erase(const std::vector<Id>& batch) {
        EXPECT_EQ(index_.erase(batch), batch.size());
        for (const Id id : batch) lives_.settle(id, false);
    }

    /// A hundred ids come and go, one at a time.
    void come_and_go(Id first) {
        for (int round = 0; round < 6; ++round) {
            for (Id id = first; id < first + 100; ++id) upsert({id}, 1);
            for (Id id = first; id < first + 100; ++id) erase({id});
        }
    }
    /// Ids get another vector, many at a time, and all go in the end.
    void replace_in_batches(Id first) {
        std::vector<Id> batch;
        for (Id id = first; id < first + 200; ++id) batch.push_back(id);
        for (int round = 0; round < 8; ++round) upsert(batch, 2);
        erase(batch);
    }
    void search_on(unsigned seed, int searches) const {
        for (int i = 0; i < searches; ++i) {
            const auto query = Lives::vector(static_cast<Id>(seed * 10'000) + i, 1);
            const auto gone = lives_.gone();
            const auto hits = search_somehow(i, query);
            lives_.expect_alive(hits, query, margin_, gone);
            EXPECT_TRUE(std::ranges::is_sorted(hits, {}, &Hit::distance));
        }
    }
    std::vector<Hit> search_somehow(int kind, const std::vector<float>& query) const {
        std::vector<Hit> hits;
        switch (kind % 7) {
            case 0:
                hits = index_.search(query, {.k = 10, .ef = 40});
                break;
            case 1:
                hits = index_.search(query, {.k = 10, .ef = 30, .distinct_groups = true});
                break;
            case 2:
                hits = index_.search(query, {.k = 10, .ef = 40, .filter = [](Id id) { return id % 3 == 0; }});
                for (const Hit& hit : hits) EXPECT_EQ(hit.id % 3, 0);
                break;
            case 3:
                hits = index_.search(query, {.k = 10, .ef = 40, .allowed = &odd_});
                break;
            case 4:
                hits = index_.search_batch(query, {.k = 10, .ef = 40}, 1).at(0);
                break;
            case 5:
                hits = index_.exact_search(query, {.k = 10});
                break;
            default:
                hits = index_.search_within(query, 2.0F);
                for (const Hit& hit : hits) EXPECT_LE(hit.distance, 2.0F);
                return hits;
        }
        // The steady ones alone are more than enough for ten.
        EXPECT_EQ(hits.size(), 10U) << "a search of kind " << kind % 7;
        return hits;
    }
    void look_up(int times) const {
        for (int i = 0; i < times; ++i) {
            const Id id = i * 7 % ids;
            const auto gone = lives_.gone();
            if (const auto found = index_.vector_of(id); found && GetParam() == Storage::exact)
                lives_.expect_alive(id, gone, [&](const std::vector<float>& life) { return life == *found; });
            EXPECT_TRUE(index_.contains(id) || id >= steady) << id;
            EXPECT_EQ(index_.group_of(id).value_or(Lives::group(id)), Lives::group(id));
            for (const Hit& hit : index_.search_by_id(i % steady, {.k = 5, .ef = 40}))
                EXPECT_NE(hit.id, i % steady);
            if (i % 20 == 0) {
                EXPECT_GE(index_.ids().size(), static_cast<std::size_t>(steady));
                EXPECT_GE(index_.statistics().vectors, static_cast<std::size_t>(steady));
                EXPECT_LE(index_.size(), static_cast<std::size_t>(ids));
                EXPECT_EQ(index_.groups(), static_cast<std::size_t>(Lives::group_count));
            }
        }
    }
    void save_on(int times) {
        const tests::TemporaryFolder folder;
        for (int i = 0; i < times; ++i) {
            const auto gone = lives_.gone();
            index_.set_revision(i);
            index_.save(folder / "index.hnsw");
            const Index loaded = Index::load(folder / "index.hnsw");
            EXPECT_EQ(loaded.revision(), i);
            const auto found = loaded.ids();
            for (Id id = 0; id < steady; ++id) EXPECT_TRUE(loaded.contains(id)) << id;
            if (GetParam() == Storage::compact) continue;
            for (const Id id : found)
                lives_.expect_alive(
                    id, gone, [&](const std::vector<float>& life) { return life == *loaded.vector_of(id); });
        }
    }

    Index index_{{.dimension = Lives::dimension, .ef_construction = 40, .storage = GetParam()}};
    Lives lives_{static_cast<std::size_t>(ids)};
    IdBitmap odd_ = [] {
        IdBitmap odd(static_cast<std::size_t>(ids));
        for (Id id = 1; id < ids; id += 2) odd.insert(id);
        return odd;
    }();
    // Of float, or of codes: a hundredth of the numbers' range, over the lengths of two vectors.
    double margin_ = GetParam() == Storage::exact ? 1e-4 : 0.2;
};

TEST_P(Threads, SeeOnlyWhatIsInTheIndexWhileOthersChangeIt) {
    const std::vector<std::function<void()>> works{
        [&] { come_and_go(steady); },
        [&] { come_and_go(steady + 100); },
        [&] { replace_in_batches(steady + 200); },
        [&] { search_on(1, 500); },
        [&] { search_on(2, 500); },
        [&] { look_up(200); },
        [&] { save_on(6); },
    };
    {
        std::vector<std::jthread> threads;
        for (const auto& work : works) threads.emplace_back(work);
    }
    EXPECT_EQ(index_.size(), static_cast<std::size_t>(steady));
    EXPECT_EQ(index_.ids().size(), static_cast<std::size_t>(steady));
}

TEST_P(Threads, NeverFindAnIdThatWasErasedBeforeTheyBegan) {
    // One writer replaces everything again and again; each search asks for a vector that is gone.
    const auto search_for_the_dead = [&] {
        for (int i = 0; i < 400; ++i) {
            const Id id = steady + i % 100;
            const auto gone = lives_.gone();
            const unsigned dead = gone[static_cast<std::size_t>(id)];
            if (dead == 0) continue;
            const auto query = Lives::vector(id, dead);
            lives_.expect_alive(index_.search(query, {.k = 3, .ef = 30}), query, margin_, gone);
        }
    };
    {
        const std::jthread writer([&] { come_and_go(steady); });
        const std::jthread first(search_for_the_dead);
        const std::jthread second(search_for_the_dead);
    }
    EXPECT_EQ(index_.size(), static_cast<std::size_t>(steady));
}

TEST_P(Threads, SearchBesideAClear) {
    const auto query = Lives::vector(5, 1);
    {
        const std::jthread searches([&] {
            for (int i = 0; i < 200; ++i) EXPECT_LE(index_.search(query, {.k = 10, .ef = 30}).size(), 10U);
        });
        const std::jthread writer([&] {
            for (int i = 0; i < 10; ++i) {
                index_.clear();
                EXPECT_EQ(index_.size(), 0U);
                upsert({1, 2, 3, 4, 5}, 1);
            }
        });
    }
    EXPECT_EQ(index_.size(), 5U);
}

INSTANTIATE_TEST_SUITE_P(Storages, Threads, testing::Values(Storage::exact, Storage::compact),
                         [](const auto& test) { return test.param == Storage::exact ? "exact" : "compact"; });

}  // namespace
}  // namespace hnsw
