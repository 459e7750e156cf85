#include "write_ahead_log.hpp"

#include <gmock/gmock.h>

#include <fstream>

#include "durable_index.hpp"
#include "temporary_folder.hpp"

namespace hnsw::service {
namespace {

using tests::TemporaryFolder;

/// The changes in a log, without vectors.
std::vector<Change> replay(const std::filesystem::path& path) {
    std::vector<Change> changes;
    const WriteAheadLog log(path, 2, [&](const Change& change) { changes.push_back(change); });
    return changes;
}

Change upsert(Id id, const std::vector<float>& vector) {
    return {.kind = Change::Kind::upsert, .items = {{id, id, vector}}};
}

Change erase(Id id) {
    return {.kind = Change::Kind::erase, .ids = {id}};
}

std::string read_file(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

void write_file(const std::filesystem::path& path, const std::string& bytes) {
    std::ofstream(path, std::ios::binary).write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
}

TEST(WriteAheadLog, GivesBackWhatItWasGiven) {
    const TemporaryFolder folder;
    const std::vector<float> vector{1.5F, -2};
    {
        WriteAheadLog log(folder / "log", 2, [](const Change&) { FAIL() << "a new log has a change"; });
        log.append(upsert(7, vector));
        log.append(erase(8));
        log.append({.kind = Change::Kind::clear});
        log.append({.kind = Change::Kind::revision, .revision = -5});
    }
    std::size_t seen = 0;
    const WriteAheadLog log(folder / "log", 2, [&](const Change& change) {
        if (seen == 0) {
            ASSERT_EQ(change.items.size(), 1);
            EXPECT_EQ(change.items[0].id, 7);
            EXPECT_THAT(change.items[0].vector, testing::ElementsAreArray(vector));
        }
        EXPECT_EQ(change.ids, seen == 1 ? std::vector<Id>{8} : std::vector<Id>{});
        EXPECT_EQ(change.kind == Change::Kind::clear, seen == 2);
        EXPECT_EQ(change.revision, seen == 3 ? -5 : 0);
        ++seen;
    });
    EXPECT_EQ(seen, 4);
}

TEST(WriteAheadLog, ATornLastRecordIsDroppedAtEveryLengthAndWritingGoesOn) {
    const TemporaryFolder folder;
    std::uint64_t whole = 0;
    {
        WriteAheadLog log(folder / "log", 2, [](const Change&) {});
        log.append(erase(1));
        whole = log.bytes();
        log.append(upsert(2, {3, 4}));
    }
    const std::string bytes = read_file(folder / "log");
    for (std::size_t length = whole; length < bytes.size(); ++length) {
        write_file(folder / "torn", bytes.substr(0, length));
        ASSERT_EQ(replay(folder / "torn").size(), 1) << length;
        WriteAheadLog(folder / "torn", 2, [](const Change&) {}).append(erase(5));
        const auto changes = replay(folder / "torn");
        ASSERT_EQ(changes.size(), 2) << length;
        ASSERT_THAT(changes[1].ids, testing::ElementsAre(5));
    }
}

TEST(WriteAheadLog, AChangedByteEndsTheLogBeforeItsRecord) {
    const TemporaryFolder folder;
    std::uint64_t whole = 0;
    {
        WriteAheadLog log(folder / "log", 2, [](const Change&) {});
        log.append(erase(1));
        whole = log.bytes();
        log.append(upsert(2, {3, 4}));
    }
    const std::string bytes = read_file(folder / "log");
    for (std::size_t at = whole; at < bytes.size(); ++at) {
        std::string changed = bytes;
        changed[at] = static_cast<char>(changed[at] ^ 4);
        write_file(folder / "changed", changed);
        ASSERT_EQ(replay(folder / "changed").size(), 1) << at;
    }
}

TEST(WriteAheadLog, AnotherKindOfFileIsRefused) {
    const TemporaryFolder folder;
    write_file(folder / "log", "this is a diary, and no log of an index");
    EXPECT_THROW(replay(folder / "log"), Error);
    {
        const WriteAheadLog log(folder / "three", 3, [](const Change&) {});
    }
    EXPECT_THROW(replay(folder / "three"), Error);
}

TEST(DurableIndex, ASnapshotTakesTheLogsPlace) {
    const TemporaryFolder folder;
    const DurableIndexOptions options{.folder = folder.path(), .dimension = 2};
    const std::vector<float> vector{1, 2};
    const Item item{5, 6, vector};
    {
        DurableIndex index(options);
        const std::uint64_t empty = index.log_bytes();
        index.upsert(std::span(&item, 1));
        EXPECT_GT(index.log_bytes(), empty);
        index.save();
        EXPECT_EQ(index.log_bytes(), empty);
    }
    const DurableIndex index(options);
    EXPECT_EQ(index.index().group_of(5), 6);
}

TEST(DurableIndex, ALogThatTheSnapshotHasAlreadyDoesNoHarm) {
    const TemporaryFolder folder;
    const DurableIndexOptions options{.folder = folder.path(), .dimension = 2};
    const std::vector<float> first{1, 2};
    const std::vector<float> second{3, 4};
    const std::vector<Item> items{{1, 1, first}, {2, 2, second}};
    const Id gone = 1;
    {
        DurableIndex index(options);
        index.upsert(items);
        index.erase(std::span(&gone, 1));
        index.set_revision(9);
        std::filesystem::copy(folder / "index.log", folder / "kept.log");
        index.save();
    }
    // As if the process had died between the snapshot and the emptying of the log.
    std::filesystem::rename(folder / "kept.log", folder / "index.log");
    const DurableIndex index(options);
    EXPECT_FALSE(index.index().contains(1));
    EXPECT_TRUE(index.index().contains(2));
    EXPECT_EQ(index.index().revision(), 9);
}

}  // namespace
}  // namespace hnsw::service
