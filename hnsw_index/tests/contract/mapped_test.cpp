/// Mapped loads: the same answers, and a file that nothing changes.

#include <gmock/gmock.h>

#include <filesystem>
#include <numeric>

#include "clustered.hpp"
#include "files.hpp"
#include "kinds.hpp"
#include "temporary_folder.hpp"

namespace hnsw {
namespace {

using test::Clustered;
using test::read_file;
using test::write_file;
using tests::TemporaryFolder;

class Mapped : public test::WithKind {
  protected:
    Mapped() {
        Index index(options(16));
        index.upsert(data_.items(0, 2'000), {.threads = 1});
        for (Id id = 0; id < 200; ++id) index.erase(id);
        index.set_revision(31);
        index.save(file_);
    }

    Clustered data_{2'600, 16, 60};
    TemporaryFolder folder_;
    std::filesystem::path file_ = folder_ / "index.hnsw";
};
INSTANTIATE_TEST_SUITE_P(Kinds, Mapped, test::all_kinds(), test::kind_name);

TEST_P(Mapped, AnswersAsACheckedLoadDoes) {
    const Index checked = Index::load(file_);
    const Index mapped = Index::load(file_, Loading::mapped);
    EXPECT_EQ(mapped.size(), 1'800U);
    EXPECT_EQ(mapped.groups(), checked.groups());
    EXPECT_EQ(mapped.revision(), 31);
    EXPECT_EQ(mapped.options().metric, checked.options().metric);
    EXPECT_EQ(mapped.options().storage, checked.options().storage);
    EXPECT_THAT(mapped.ids(), testing::UnorderedElementsAreArray(checked.ids()));
    for (std::size_t q = 2'000; q < 2'100; ++q) {
        for (const SearchOptions& search :
             {SearchOptions{.k = 5, .ef = 30}, SearchOptions{.k = 5, .ef = 30, .distinct_groups = true},
              SearchOptions{.k = 5, .ef = 30, .filter = [](Id id) { return id % 50 == 1; }}}) {
            EXPECT_EQ(mapped.search(data_[q], search), checked.search(data_[q], search));
            EXPECT_EQ(mapped.exact_search(data_[q], search), checked.exact_search(data_[q], search));
        }
        const float radius = checked.search(data_[q], {.k = 5}).back().distance;
        EXPECT_EQ(mapped.search_within(data_[q], radius), checked.search_within(data_[q], radius));
        const Id id = static_cast<Id>(q) - 1'000;
        EXPECT_EQ(mapped.search_by_id(id), checked.search_by_id(id));
        EXPECT_EQ(mapped.vector_of(id), checked.vector_of(id));
        EXPECT_EQ(mapped.group_of(id), checked.group_of(id));
    }
    EXPECT_FALSE(mapped.contains(5));
    EXPECT_EQ(mapped.statistics().links, checked.statistics().links);
}

TEST_P(Mapped, ChangesAsACheckedLoadDoesAndNeverItsFile) {
    const std::string before = read_file(file_);
    std::vector<Id> gone(1'000);
    std::iota(gone.begin(), gone.end(), 400);
    Index checked = Index::load(file_);
    Index mapped = Index::load(file_, Loading::mapped);
    for (Index* index : {&checked, &mapped}) {
        index->upsert(data_.items(2'000, 500), {.threads = 1});
        index->upsert(300, 77, data_[5]);
        EXPECT_EQ(index->erase(gone), 1'000U);
        index->set_revision(32);
    }
    EXPECT_EQ(mapped.size(), 1'300U);
    EXPECT_EQ(mapped.group_of(300), 77);
    for (std::size_t q = 2'500; q < 2'600; ++q)
        EXPECT_EQ(mapped.search(data_[q], {.k = 5, .ef = 30}), checked.search(data_[q], {.k = 5, .ef = 30}));
    EXPECT_EQ(read_file(file_), before);
    mapped.save(folder_ / "mapped.hnsw");
    checked.save(folder_ / "checked.hnsw");
    EXPECT_EQ(read_file(folder_ / "mapped.hnsw"), read_file(folder_ / "checked.hnsw"));
    EXPECT_EQ(read_file(file_), before);
}

TEST_P(Mapped, CanBeSavedOverItsOwnFile) {
    Index mapped = Index::load(file_, Loading::mapped);
    mapped.upsert(9'000, 1, data_[2'100]);
    mapped.save(file_);
    EXPECT_TRUE(mapped.contains(9'000));
    const Index again = Index::load(file_);
    EXPECT_EQ(again.size(), 1'801U);
    EXPECT_EQ(mapped.search(data_[2'100]), again.search(data_[2'100]));
    EXPECT_EQ(mapped.size(), 1'801U);
}

TEST_P(Mapped, CanBeClearedAndFilledAgain) {
    const std::string before = read_file(file_);
    Index mapped = Index::load(file_, Loading::mapped);
    mapped.clear();
    EXPECT_TRUE(mapped.search(data_[0]).empty());
    mapped.upsert(data_.items(0, 500));
    EXPECT_EQ(mapped.search(data_[3], {.k = 500}).size(), 500U);
    EXPECT_EQ(read_file(file_), before);
}

TEST_P(Mapped, OutlivesItsNameInTheFolder) {
    const Index checked = Index::load(file_);
    const Index mapped = Index::load(file_, Loading::mapped);
    std::filesystem::remove(file_);
    for (std::size_t q = 2'000; q < 2'050; ++q) EXPECT_EQ(mapped.search(data_[q]), checked.search(data_[q]));
}

TEST(MappedFile, ThatIsCutShortOrHasAnotherHeaderIsRefused) {
    const TemporaryFolder folder;
    const Clustered data(40, 3, 5);
    Index index({.dimension = 3, .links = 2});
    index.upsert(data.items(0, 40), {.threads = 1});
    index.save(folder / "index.hnsw");
    const std::string bytes = read_file(folder / "index.hnsw");
    const auto refused = [&](const std::string& changed) {
        write_file(folder / "changed.hnsw", changed);
        try {
            const Index mapped = Index::load(folder / "changed.hnsw", Loading::mapped);
        } catch (const Error& error) {
            EXPECT_THAT(error.what(), testing::HasSubstr("changed.hnsw"));
            return true;
        }
        return false;
    };
    EXPECT_FALSE(refused(bytes));
    for (std::size_t size = 0; size < bytes.size(); size += size < 200 ? 1 : 41)
        ASSERT_TRUE(refused(bytes.substr(0, size))) << size;
    EXPECT_TRUE(refused(bytes.substr(0, bytes.size() - 1)));
    EXPECT_TRUE(refused(bytes + '\0'));
    for (std::size_t at = 0; at < test::header_bytes(bytes); ++at) {
        std::string changed = bytes;
        changed[at] = static_cast<char>(changed[at] ^ (1 << (at % 8)));
        ASSERT_TRUE(refused(changed)) << at;
    }
}

TEST(MappedFile, OfAnEmptyIndexIsFineAndOneThatIsNoneIsRefused) {
    const TemporaryFolder folder;
    Index index({.dimension = 3});
    index.save(folder / "index.hnsw");
    Index mapped = Index::load(folder / "index.hnsw", Loading::mapped);
    EXPECT_EQ(mapped.size(), 0U);
    mapped.upsert(1, 1, std::vector<float>{1, 2, 3});
    EXPECT_EQ(mapped.size(), 1U);
    write_file(folder / "nothing.hnsw", "");
    EXPECT_THROW((void)Index::load(folder / "nothing.hnsw", Loading::mapped), Error);
    EXPECT_THROW((void)Index::load(folder / "missing.hnsw", Loading::mapped), Error);
    EXPECT_THROW((void)Index::load(folder.path(), Loading::mapped), Error);
}

}  // namespace
}  // namespace hnsw
