/// A mapped file that is wrong behind its header gives wrong answers or errors, never a crash or an endless
/// search.

#include <gmock/gmock.h>

#include <cmath>
#include <filesystem>
#include <limits>
#include <random>

#include "clustered.hpp"
#include "files.hpp"
#include "temporary_folder.hpp"

namespace hnsw {
namespace {

using test::Clustered;
using tests::TemporaryFolder;

constexpr std::size_t dimension = 6;

/// Changes some bytes behind the header in one of several ways, from a flipped bit to a page of noise.
void corrupt(std::string& bytes, std::mt19937& random) {
    const std::size_t header = test::header_bytes(bytes);
    const auto place = [&] { return header + random() % (bytes.size() - header); };
    const std::size_t at = place();
    const std::size_t run = std::min(bytes.size() - at, std::size_t{1} << random() % 13);
    switch (random() % 5) {
        case 0:
            bytes[at] = static_cast<char>(bytes[at] ^ (1 << random() % 8));
            break;
        case 1:
            for (std::size_t i = 0; i < run; ++i) bytes[at + i] = static_cast<char>(random());
            break;
        case 2:
            std::memset(bytes.data() + at, 0, run);
            break;
        case 3:
            std::memset(bytes.data() + at, 0xFF, run);
            break;
        default: {
            const std::size_t from = place();
            std::memmove(bytes.data() + at, bytes.data() + from, std::min(run, bytes.size() - from));
        }
    }
}

template <class Action>
void ignoring_errors(const Action& action) {
    try {
        action();
    } catch (const Error&) {
        // An error is a fine answer.
    }
}

void search_in_every_way(const Index& index, const Clustered& data, std::size_t q) {
    const auto query = data[q];
    IdBitmap allowed(500);
    for (Id id = 0; id < 500; id += 2) allowed.insert(id);
    for (const SearchOptions& search :
         {SearchOptions{.k = 10, .ef = 40}, SearchOptions{.k = 10, .ef = 40, .distinct_groups = true},
          SearchOptions{.k = 10, .ef = 40, .filter = [](Id id) { return id % 3 == 0; }},
          SearchOptions{.k = 10, .ef = 40, .allowed = &allowed}}) {
        ignoring_errors([&] { EXPECT_LE(index.search(query, search).size(), 10U); });
        ignoring_errors([&] { EXPECT_LE(index.exact_search(query, search).size(), 10U); });
    }
    ignoring_errors([&] { (void)index.search_within(query, 1.5F); });
    ignoring_errors([&] { (void)index.search_within(query, std::numeric_limits<float>::infinity()); });
    ignoring_errors([&] { (void)index.exact_search_within(query, 1.5F); });
    ignoring_errors([&] { (void)index.search_by_id(static_cast<Id>(q)); });
    ignoring_errors([&] { (void)index.vector_of(static_cast<Id>(q)); });
}

void ask_everything(const Index& index, const Clustered& data) {
    for (std::size_t q = 0; q < 500; q += 61) search_in_every_way(index, data, q);
    ignoring_errors([&] { (void)index.ids(); });
    ignoring_errors([&] { (void)index.statistics(); });
    (void)index.groups();
}

void change_everything(Index& index, const Clustered& data, const TemporaryFolder& folder) {
    ignoring_errors([&] { index.upsert(data.items(450, 150), {.threads = 1}); });
    for (Id id = 0; id < 500; id += 2) ignoring_errors([&] { index.erase(id); });
    ignoring_errors([&] { index.upsert(data.items(0, 200), {.threads = 2}); });
    ignoring_errors([&] { index.save(folder / "saved.hnsw"); });
    ignoring_errors([&] { (void)Index::load(folder / "saved.hnsw"); });
}

class Corruption : public testing::TestWithParam<Storage> {
  protected:
    Corruption() {
        Index index({.dimension = dimension, .links = 5, .ef_construction = 30, .storage = GetParam()});
        index.upsert(data_.items(0, 500), {.threads = 1});
        index.save(folder_ / "index.hnsw");
        bytes_ = test::read_file(folder_ / "index.hnsw");
    }
    [[nodiscard]] std::filesystem::path corrupted(std::uint32_t seed) const {
        std::mt19937 random(seed);
        std::string bytes = bytes_;
        for (std::size_t times = 1 + random() % 4; times > 0; --times) corrupt(bytes, random);
        // A new file each time: the one before may still be mapped.
        std::filesystem::remove(folder_ / "corrupted.hnsw");
        test::write_file(folder_ / "corrupted.hnsw", bytes);
        return folder_ / "corrupted.hnsw";
    }

    Clustered data_{600, dimension, 20};
    TemporaryFolder folder_;
    std::string bytes_;
};

TEST_P(Corruption, OfAMappedFileCrashesNoSearch) {
    for (std::uint32_t seed = 0; seed < 300; ++seed) {
        SCOPED_TRACE(seed);
        const auto file = corrupted(seed);
        ignoring_errors([&] { ask_everything(Index::load(file, Loading::mapped), data_); });
    }
}

TEST_P(Corruption, OfAMappedFileCrashesNoChange) {
    for (std::uint32_t seed = 1'000; seed < 1'100; ++seed) {
        SCOPED_TRACE(seed);
        const auto file = corrupted(seed);
        ignoring_errors([&] {
            Index index = Index::load(file, Loading::mapped);
            change_everything(index, data_, folder_);
            ask_everything(index, data_);
        });
    }
}

TEST_P(Corruption, IsSeenByACheckedLoad) {
    std::size_t refused = 0;
    for (std::uint32_t seed = 0; seed < 300; ++seed) {
        const auto file = corrupted(seed);
        const bool same = test::read_file(file) == bytes_;
        try {
            const Index index = Index::load(file);
            EXPECT_TRUE(same) << seed;
        } catch (const Error& error) {
            EXPECT_EQ(error.code(), ErrorCode::damaged_file);
            ++refused;
        }
    }
    EXPECT_GE(refused, 270U);
}

INSTANTIATE_TEST_SUITE_P(Storages, Corruption, testing::Values(Storage::exact, Storage::compact),
                         [](const auto& test) { return test.param == Storage::exact ? "exact" : "compact"; });

}  // namespace
}  // namespace hnsw
