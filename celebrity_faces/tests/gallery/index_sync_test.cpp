#include "gallery/index_sync.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <map>
#include <mutex>
#include <thread>

#include "support.hpp"

namespace faces {
namespace {

using namespace std::chrono_literals;
using test::FailsWith;
using test::made_face;

const EmbedderInfo embedder{"fake", 4, "l2", "f32"};

/// An index that answers nothing and remembers everything.
class FakeIndex final : public VectorSearch {
  public:
    [[nodiscard]] std::vector<Hit> search(std::span<const float>, std::size_t) const override { return {}; }
    void upsert(std::span<const IndexedFace> batch) override {
        const std::lock_guard lock(mutex_);
        if (fail_next_) {
            fail_next_ = false;
            throw Error(ErrorCode::unavailable, "the index is away");
        }
        upserts_ += batch.size();
        for (const IndexedFace& face : batch) faces_[face.face] = face;
    }
    void remove(std::span<const FaceId> batch) override {
        const std::lock_guard lock(mutex_);
        for (const FaceId face : batch) faces_.erase(face);
    }
    void clear() override {
        const std::lock_guard lock(mutex_);
        faces_.clear();
    }
    [[nodiscard]] std::int64_t revision() const override { return revision_; }
    void set_revision(std::int64_t revision) override { revision_ = revision; }
    [[nodiscard]] std::size_t size() const override {
        const std::lock_guard lock(mutex_);
        return faces_.size();
    }
    void save() override { ++saves; }

    [[nodiscard]] std::vector<FaceId> ids() const {
        std::vector<FaceId> ids;
        for (const auto& [id, face] : faces_) ids.push_back(id);
        return ids;
    }
    [[nodiscard]] std::size_t upserts() const { return upserts_; }
    void fail_next() { fail_next_ = true; }
    std::atomic<int> saves = 0;

  private:
    mutable std::mutex mutex_;
    std::map<FaceId, IndexedFace> faces_;
    std::size_t upserts_ = 0;
    bool fail_next_ = false;
    std::atomic<std::int64_t> revision_ = 0;
};

class IndexSyncTest : public ::testing::Test {
  protected:
    FaceId insert(const std::string& name) {
        return *store_.insert_faces(std::vector{made_face(name, 1)}, embedder).entries[0].face;
    }
    static BuiltinGallery builtin(std::uint64_t checksum = 42) {
        return {embedder, {{"Zoe", {1, 0, 0, 0}}, {"Ada", {0, 1, 0, 0}}}, checksum};
    }
    static constexpr FaceId zoe = std::int64_t{1} << 40;

    test::TemporaryFolder data_;
    Store store_{data_.path()};
    FakeIndex index_;
};

TEST_F(IndexSyncTest, IndexHoldsWhatTheGalleryShows) {
    const Gallery gallery(store_, builtin(), false);
    IndexSync sync(gallery, index_, embedder);
    EXPECT_TRUE(sync.sync_once());
    EXPECT_EQ(index_.ids(), (std::vector<FaceId>{zoe, zoe + 1}));
    EXPECT_FALSE(sync.sync_once());
    const FaceId bob = insert("Bob");
    EXPECT_TRUE(sync.sync_once());
    EXPECT_EQ(index_.ids(), std::vector<FaceId>{bob});
    store_.remove_person(store_.person_named("Bob")->id);
    EXPECT_TRUE(sync.sync_once());
    EXPECT_EQ(index_.ids(), (std::vector<FaceId>{zoe, zoe + 1}));
}

TEST_F(IndexSyncTest, BuiltinPersonGivesWayToOnesOwnOfThatName) {
    const Gallery gallery(store_, builtin(), true);
    IndexSync sync(gallery, index_, embedder);
    sync.sync_once();
    const FaceId ada = insert("ADA");
    sync.sync_once();
    EXPECT_EQ(index_.ids(), (std::vector<FaceId>{ada, zoe}));
    EXPECT_EQ(index_.upserts(), 3U) << "what the index has is not sent again";
}

TEST_F(IndexSyncTest, AfterARestartOnlyWhatIsNewIsSent) {
    for (int i = 0; i < 10; ++i) insert("Person " + std::to_string(i));
    {
        const Gallery gallery(store_, builtin(), true);
        IndexSync(gallery, index_, embedder).sync_once();
    }
    EXPECT_EQ(index_.upserts(), 12U);
    insert("Bob");
    const Gallery gallery(store_, builtin(), true);
    IndexSync sync(gallery, index_, embedder);
    EXPECT_TRUE(sync.sync_once());
    EXPECT_EQ(index_.upserts(), 13U);
    EXPECT_EQ(index_.size(), 13U);
}

TEST_F(IndexSyncTest, OtherBuiltinPeopleAreAnotherIndex) {
    insert("Bob");
    for (const bool with_builtin : {true, false, true}) {
        const Gallery gallery(store_, builtin(), with_builtin);
        IndexSync(gallery, index_, embedder).sync_once();
        EXPECT_EQ(index_.size(), with_builtin ? 3U : 1U);
    }
    const Gallery gallery(store_, builtin(43), true);
    EXPECT_TRUE(IndexSync(gallery, index_, embedder).sync_once());
}

TEST_F(IndexSyncTest, IndexThatLostEverythingIsMadeAnew) {
    insert("Bob");
    const Gallery gallery(store_, {}, false);
    IndexSync sync(gallery, index_, embedder);
    EXPECT_FALSE(sync.is_whole());
    sync.sync_once();
    EXPECT_TRUE(sync.is_whole());
    index_.clear();
    index_.set_revision(0);
    index_.fail_next();
    EXPECT_THROW(sync.sync_once(), Error);
    EXPECT_FALSE(sync.is_whole()) << "what it holds now is a part of the gallery";
    EXPECT_TRUE(sync.sync_once());
    EXPECT_TRUE(sync.is_whole());
    EXPECT_EQ(index_.size(), 1U);
}

TEST_F(IndexSyncTest, AfterAFailureTheNextTurnDoesWhatIsLeft) {
    insert("Bob");
    const Gallery gallery(store_, builtin(), true);
    IndexSync sync(gallery, index_, embedder);
    index_.fail_next();
    EXPECT_THAT([&] { sync.sync_once(); }, FailsWith(ErrorCode::unavailable, "away"));
    EXPECT_TRUE(sync.sync_once());
    EXPECT_EQ(index_.size(), 3U);
}

TEST_F(IndexSyncTest, AnotherEmbeddersFacesStayOut) {
    store_.insert_faces(std::vector{made_face("Bob", 1)}, {"other", 4, "l2", "f32"});
    const Gallery gallery(store_, {}, false);
    IndexSync sync(gallery, index_, embedder);
    EXPECT_THAT([&] { sync.sync_once(); }, FailsWith(ErrorCode::conflict, "other"));
    EXPECT_EQ(index_.size(), 0U);
}

TEST_F(IndexSyncTest, FollowingItSeesAnotherProcessImportWithinTwoSeconds) {
    const Gallery gallery(store_, {}, false);
    IndexSync sync(gallery, index_, embedder);
    int errors = 0;
    {
        std::jthread follower([&](const std::stop_token& stop) {
            sync.follow(stop, [&](const std::exception&) { ++errors; });
        });
        Store beside(data_.path());
        beside.insert_faces(std::vector{made_face("Bob", 1)}, embedder);
        const auto deadline = std::chrono::steady_clock::now() + 2s;
        while (index_.size() == 0 && std::chrono::steady_clock::now() < deadline)
            std::this_thread::sleep_for(10ms);
        EXPECT_EQ(index_.size(), 1U);
    }
    EXPECT_EQ(errors, 0);
    EXPECT_EQ(index_.saves, 1) << "at the end";
}

}  // namespace
}  // namespace faces
