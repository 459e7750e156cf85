#include "gallery/export.hpp"

#include <gtest/gtest.h>

#include "gallery/import.hpp"
#include "gallery/photo_files.hpp"
#include "support.hpp"

namespace faces {
namespace {

namespace fs = std::filesystem;
using test::FailsWith;
using test::write_photo;

/// Everything of a store that an export must bring back, one line a face.
std::vector<std::string> picture_of(const Store& store) {
    std::vector<std::string> lines;
    for (const FaceId id : store.face_ids()) {
        const NewFace face = *store.kept_face(id);
        std::string line = face.person + "|" + std::to_string(face.face.box.width) + "|" +
                           std::to_string(face.face.landmarks[3].y) + "|" + std::to_string(face.face.score);
        for (const float value : face.embedding) line += "|" + std::to_string(value);
        if (face.photo) {
            line += "|" + face.photo->sha256 + "|" + face.photo->licence + "|" + face.photo->source;
            line += test::read_text(PhotoFiles::file_in(store.data_directory(), face.photo->sha256));
        }
        lines.push_back(line);
    }
    std::sort(lines.begin(), lines.end());
    return lines;
}

class ExportTest : public ::testing::Test {
  protected:
    void SetUp() override {
        write_photo(photos_.path() / "Ada" / "1.jpg", {.seed = 1});
        write_photo(photos_.path() / "Анна \"Q\", X" / "1.jpg", {.faces = 2, .seed = 2});
        import_directory(store_, photos_.path(), fakes_.recogniser());
        store_.insert_faces(std::vector{test::made_face("Unseen", 5)}, fakes_.embedder.info());
    }

    test::TemporaryFolder data_, photos_, outside_;
    Store store_{data_.path()};
    test::Fakes fakes_;
    const fs::path folder_ = outside_.path() / "export";
};

TEST_F(ExportTest, ReimportRestoresPeoplePhotosBoxesAndEmbeddings) {
    EXPECT_EQ(export_gallery(store_, folder_), (Counts{3, 2, 3}));
    const auto before = test::contents(folder_);
    const test::TemporaryFolder elsewhere;
    Store restored(elsewhere.path());
    ASSERT_TRUE(is_export(folder_));
    const ImportSummary summary = import_directory(restored, folder_, fakes_.recogniser());
    EXPECT_EQ(summary.added, 3U);
    EXPECT_EQ(summary.people_added, 3U);
    EXPECT_EQ(summary.failed, 0U);
    EXPECT_EQ(picture_of(restored), picture_of(store_));
    EXPECT_EQ(test::contents(folder_), before);
    // The originals are known by their content, and so is the export.
    EXPECT_EQ(import_directory(restored, photos_.path(), fakes_.recogniser()).skipped, 2U);
    EXPECT_EQ(import_directory(restored, folder_, fakes_.recogniser()).skipped, 3U);
    for (const auto& entry : fs::directory_iterator(elsewhere.path()))
        EXPECT_FALSE(entry.path().filename().string().starts_with("restore"));
}

TEST_F(ExportTest, TableCanBeImportedAsPhotosOfItsOwn) {
    export_gallery(store_, folder_);
    const test::TemporaryFolder elsewhere;
    Store restored(elsewhere.path());
    const test::Fakes others{{}, {}, test::FakeEmbedder("other")};
    const ImportSummary summary = import_csv(restored, folder_ / "people.csv", others.recogniser());
    EXPECT_EQ(summary.added, 2U);
    EXPECT_TRUE(restored.person_named("Анна \"Q\", X"));
}

TEST_F(ExportTest, AnotherEmbeddersExportIsRefused) {
    export_gallery(store_, folder_);
    const test::TemporaryFolder elsewhere;
    Store restored(elsewhere.path());
    EXPECT_THAT(
        [&] {
            import_export(restored, folder_, {"other", 4, "l2", "f32"});
        },
        FailsWith(ErrorCode::conflict, "other"));
}

TEST_F(ExportTest, CopyThatIsGoneOrChangedFailsAlone) {
    export_gallery(store_, folder_);
    std::vector<fs::path> copies;
    for (const auto& entry : fs::recursive_directory_iterator(folder_ / "photos"))
        if (entry.is_regular_file()) copies.push_back(entry.path());
    ASSERT_EQ(copies.size(), 2U);
    fs::remove(copies[0]);
    test::write_text(copies[1], "no picture");
    const test::TemporaryFolder elsewhere;
    Store restored(elsewhere.path());
    const ImportSummary summary = import_export(restored, folder_, fakes_.embedder.info());
    EXPECT_EQ(summary.failed, 2U);
    EXPECT_EQ(summary.added, 1U);
}

TEST_F(ExportTest, DamagedExportIsRefusedByName) {
    export_gallery(store_, folder_);
    test::write_text(folder_ / "gallery.sqlite", std::string(9000, 'x'));
    const test::TemporaryFolder elsewhere;
    Store restored(elsewhere.path());
    EXPECT_THAT([&] { import_export(restored, folder_, fakes_.embedder.info()); },
                FailsWith(ErrorCode::conflict, "export/gallery.sqlite"));
}

TEST_F(ExportTest, FolderThatHoldsSomethingIsLeftAlone) {
    test::write_text(folder_ / "mine.txt", "x");
    EXPECT_THAT([&] { export_gallery(store_, folder_); }, FailsWith(ErrorCode::conflict, "not empty"));
    EXPECT_EQ(test::contents(folder_).size(), 1U);
}

}  // namespace
}  // namespace faces
