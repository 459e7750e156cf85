#include "storage/storage.hpp"

#include <gmock/gmock.h>

#include <cstring>
#include <fstream>
#include <functional>

#include "clustered.hpp"
#include "storage/checksum.hpp"
#include "storage/format.hpp"
#include "temporary_folder.hpp"

namespace hnsw {
namespace {

using test::Clustered;
using testing::HasSubstr;
using tests::TemporaryFolder;

std::string read_file(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

void write_file(const std::filesystem::path& path, std::string_view bytes) {
    std::ofstream(path, std::ios::binary).write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
}

/// The code with which a file of these bytes is refused.
std::optional<ErrorCode> refusal(const std::filesystem::path& path, std::string_view bytes) {
    write_file(path, bytes);
    try {
        const Index index = Index::load(path);
    } catch (const Error& error) {
        EXPECT_THAT(error.what(), HasSubstr(path.string()));
        return error.code();
    }
    return std::nullopt;
}

std::string small_file(const TemporaryFolder& folder) {
    const Clustered data(40, 3, 5);
    Index index({.dimension = 3, .links = 2});
    index.upsert(data.items(0, 40), {.threads = 1});
    index.save(folder / "small.hnsw");
    return read_file(folder / "small.hnsw");
}

TEST(Storage, ALoadedIndexAnswersAsTheSavedOne) {
    const TemporaryFolder folder;
    const Clustered data(2'100, 16, 40);
    for (const Metric metric : {Metric::l2, Metric::inner_product, Metric::cosine}) {
        Index saved({.dimension = 16, .metric = metric, .links = 8, .ef_construction = 60, .seed = 9});
        saved.upsert(data.items(0, 2'000));
        for (Id id = 0; id < 100; ++id) saved.erase(id);
        saved.set_revision(77);
        saved.save(folder / "index.hnsw");
        Index loaded = Index::load(folder / "index.hnsw");
        EXPECT_EQ(loaded.size(), 1'900);
        EXPECT_EQ(loaded.groups(), saved.groups());
        EXPECT_EQ(loaded.revision(), 77);
        EXPECT_EQ(loaded.options().metric, metric);
        EXPECT_EQ(loaded.options().base_links, 16);
        EXPECT_EQ(loaded.options().seed, 9);
        for (std::size_t q = 2'000; q < 2'100; ++q) {
            EXPECT_EQ(loaded.search(data[q], {.k = 5, .ef = 30}), saved.search(data[q], {.k = 5, .ef = 30}));
            EXPECT_EQ(loaded.search(data[q], {.k = 3, .ef = 10, .distinct_groups = true}),
                      saved.search(data[q], {.k = 3, .ef = 10, .distinct_groups = true}));
        }
        loaded.upsert(5, 1, data[5]);
        EXPECT_EQ(loaded.size(), 1'901);
    }
}

TEST(Storage, AMappedIndexAnswersAsTheLoadedOneAndItsChangesDoNotReachTheFile) {
    const TemporaryFolder folder;
    const Clustered data(20'100, 16, 40);
    for (const hnsw::Storage storage : {hnsw::Storage::exact, hnsw::Storage::compact}) {
        Index saved({.dimension = 16, .links = 8, .ef_construction = 60, .storage = storage});
        saved.upsert(data.items(0, 20'000));
        saved.save(folder / "index.hnsw");
        const std::string before = read_file(folder / "index.hnsw");
        Index mapped = Index::load(folder / "index.hnsw", Loading::mapped);
        for (std::size_t q = 20'000; q < 20'100; ++q)
            EXPECT_EQ(mapped.search(data[q], {.k = 5, .ef = 30}), saved.search(data[q], {.k = 5, .ef = 30}));
        EXPECT_EQ(mapped.size(), 20'000);
        for (Id id = 0; id < 2'000; ++id) EXPECT_TRUE(mapped.erase(id));
        mapped.upsert(data.items(20'000, 100));
        EXPECT_EQ(mapped.size(), 18'100);
        EXPECT_EQ(mapped.search(data[20'050], {.k = 1}).at(0).id, 20'050);
        EXPECT_EQ(read_file(folder / "index.hnsw"), before);
        mapped.save(folder / "index.hnsw");
        EXPECT_EQ(Index::load(folder / "index.hnsw").size(), 18'100);
    }
}

TEST(Storage, AnEmptyIndexIsSavedToo) {
    const TemporaryFolder folder;
    Index saved({.dimension = 5});
    saved.set_revision(3);
    saved.save(folder / "index.hnsw");
    Index loaded = Index::load(folder / "index.hnsw");
    EXPECT_EQ(loaded.size(), 0);
    EXPECT_EQ(loaded.revision(), 3);
    loaded.upsert(1, 1, std::vector<float>(5, 1));
    EXPECT_EQ(loaded.size(), 1);
}

TEST(Storage, SavingReplacesTheFileAndLeavesNothingBeside) {
    const TemporaryFolder folder;
    Index index({.dimension = 1});
    index.save(folder / "index.hnsw");
    index.upsert(1, 1, std::vector<float>{1});
    index.save(folder / "index.hnsw");
    EXPECT_EQ(Index::load(folder / "index.hnsw").size(), 1);
    EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder.path()), {}), 1);
}

TEST(Storage, EveryTruncationIsRefused) {
    const TemporaryFolder folder;
    const std::string bytes = small_file(folder);
    for (std::size_t length = 0; length < bytes.size(); ++length)
        ASSERT_EQ(refusal(folder / "short.hnsw", std::string_view(bytes).substr(0, length)),
                  ErrorCode::damaged_file)
            << length;
    EXPECT_EQ(refusal(folder / "long.hnsw", bytes + '\0'), ErrorCode::damaged_file);
}

TEST(Storage, EveryChangedByteIsRefused) {
    const TemporaryFolder folder;
    const std::string bytes = small_file(folder);
    for (std::size_t at = 0; at < bytes.size(); ++at) {
        std::string changed = bytes;
        changed[at] = static_cast<char>(changed[at] ^ (1 << (at % 8)));
        ASSERT_TRUE(refusal(folder / "changed.hnsw", changed).has_value()) << at;
    }
}

TEST(Storage, AnotherVersionIsNamed) {
    const TemporaryFolder folder;
    std::string bytes = small_file(folder);
    bytes[offsetof(FileHeader, version)] = 9;
    EXPECT_EQ(refusal(folder / "index.hnsw", bytes), ErrorCode::file_version);
}

TEST(Storage, AMissingFileAndAFolderAreNamed) {
    const TemporaryFolder folder;
    for (const auto& path : {folder / "nothing.hnsw", folder.path()}) {
        try {
            const Index index = Index::load(path);
            FAIL() << path << " was loaded";
        } catch (const Error& error) {
            EXPECT_EQ(error.code(), ErrorCode::file);
            EXPECT_THAT(error.what(), HasSubstr(path.string()));
        }
    }
}

TEST(Storage, AFileThatCannotBeWrittenIsNamed) {
    Index index({.dimension = 1});
    try {
        index.save("/no/such/folder/index.hnsw");
        FAIL() << "saved into a folder that is not there";
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::file);
        EXPECT_THAT(error.what(), HasSubstr("/no/such/folder/index.hnsw"));
    }
}

/// A file whose checksums are right but whose content somebody made up.
class Forged {
  public:
    explicit Forged(std::string bytes) : bytes_(std::move(bytes)) {
        std::memcpy(&header_, bytes_.data(), sizeof(header_));
    }

    FileHeader& header() { return header_; }
    [[nodiscard]] Sections sections() const { return Sections(header_); }
    template <class T>
    void put(std::size_t at, T value) {
        std::memcpy(bytes_.data() + at, &value, sizeof(value));
    }
    std::string signed_bytes() {
        const auto raw = std::as_bytes(std::span(&header_, 1));
        header_.checksum = crc32c(raw.first(raw.size() - 4));
        std::memcpy(bytes_.data(), &header_, sizeof(header_));
        for (const Section& section : sections().all())
            put(section.offset + section.bytes,
                crc32c(std::as_bytes(std::span(bytes_).subspan(section.offset, section.bytes))));
        return bytes_;
    }

  private:
    std::string bytes_;
    FileHeader header_;
};

TEST(Storage, LinksThatLeadNowhereAreRefusedThoughTheChecksumsAreRight) {
    const TemporaryFolder folder;
    const std::string bytes = small_file(folder);
    const auto forge = [&](const std::function<void(Forged&)>& change) {
        Forged file(bytes);
        change(file);
        return refusal(folder / "forged.hnsw", file.signed_bytes());
    };
    EXPECT_EQ(forge([](Forged&) {}), std::nullopt);
    const auto put_link = [&](std::size_t place, Slot link) {
        return forge([&](Forged& file) { file.put(file.sections().base_links.offset + place * 4, link); });
    };
    EXPECT_EQ(put_link(0, 40), ErrorCode::damaged_file) << "beyond the last";
    EXPECT_EQ(put_link(0, 0), ErrorCode::damaged_file) << "to itself";
    EXPECT_EQ(put_link(0, no_slot), ErrorCode::damaged_file) << "a gap before others";
    EXPECT_EQ(forge([](Forged& file) { file.header().entry = 40; }), ErrorCode::damaged_file);
    EXPECT_EQ(forge([](Forged& file) { file.header().storage = 2; }), ErrorCode::damaged_file);
    EXPECT_EQ(forge([](Forged& file) { file.header().code_range = 5'000; }), ErrorCode::damaged_file);
    EXPECT_EQ(forge([](Forged& file) { file.header().walks_by_codes = 7; }), ErrorCode::damaged_file);
    EXPECT_EQ(forge([](Forged& file) { file.put(file.sections().levels.offset, std::uint8_t{200}); }),
              ErrorCode::damaged_file);
    EXPECT_EQ(forge([](Forged& file) { file.put(file.sections().codes.offset, Code{-128}); }),
              ErrorCode::damaged_file);
    EXPECT_EQ(forge([](Forged& file) { file.header().metric = 3; }), ErrorCode::damaged_file);
    // The first id becomes the second's.
    EXPECT_EQ(forge([](Forged& file) { file.put(file.sections().ids.offset, Id{1}); }),
              ErrorCode::damaged_file);
    EXPECT_EQ(forge([](Forged& file) { file.put(file.sections().vectors.offset + 12, std::nanf("")); }),
              ErrorCode::damaged_file);
}

}  // namespace
}  // namespace hnsw
