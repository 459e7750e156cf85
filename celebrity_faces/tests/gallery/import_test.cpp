#include "gallery/import.hpp"

#include <gtest/gtest.h>

#include "gallery/csv.hpp"
#include "gallery/import_lock.hpp"
#include "photo/decode.hpp"
#include "support.hpp"

namespace faces {
namespace {

namespace fs = std::filesystem;
using test::FailsWith;
using test::write_photo;
using test::write_text;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::UnorderedElementsAre;

class ImportTest : public ::testing::Test {
  protected:
    ImportSummary import(const ImportOptions& options = {}) {
        return import_directory(store_, photos_.path(), fakes_.recogniser(), options);
    }
    /// The rows of a report, without its header, as "file name: name: reason".
    static std::vector<std::string> report(const std::optional<fs::path>& file) {
        if (!file) return {};
        const std::string text = test::read_text(*file);
        CsvReader reader(text);
        EXPECT_THAT(reader.next()->fields, ElementsAre("file", "line", "name", "reason"));
        std::vector<std::string> rows;
        while (const auto record = reader.next())
            rows.push_back(fs::path(record->fields[0]).filename().string() + ":" + record->fields[1] + ": " +
                           record->fields[2] + ": " + record->fields[3]);
        return rows;
    }

    test::TemporaryFolder data_, photos_;
    Store store_{data_.path()};
    test::Fakes fakes_;
};

TEST_F(ImportTest, PhotosComeInWithTheirPeopleFacesAndEmbeddings) {
    write_photo(photos_.path() / "Ada_Lovelace" / "1.jpg", {.seed = 1});
    write_photo(photos_.path() / "Ada_Lovelace" / "2.jpg", {.seed = 2});
    write_photo(photos_.path() / "a.b.jpg", {.seed = 3});
    const auto before = test::contents(photos_.path());
    const ImportSummary summary = import();
    EXPECT_EQ(summary.read, 3U);
    EXPECT_EQ(summary.added, 3U);
    EXPECT_EQ(summary.people_added, 2U);
    EXPECT_FALSE(summary.stopped);
    EXPECT_FALSE(summary.failures_file);
    EXPECT_EQ(store_.counts(), (Counts{2, 3, 3}));
    EXPECT_EQ(store_.embedder(), fakes_.embedder.info());
    EXPECT_TRUE(store_.person_named("a.b"));
    EXPECT_EQ(test::contents(photos_.path()), before);
}

TEST_F(ImportTest, CopiesAreBoundedAndFacesAreInTheirPixels) {
    write_photo(photos_.path() / "Ada.jpg", {.seed = 1, .width = 2048, .height = 512});
    import();
    const Person ada = *store_.person_named("Ada");
    EXPECT_EQ(ada.photos[0].width, 1024);
    EXPECT_EQ(ada.photos[0].height, 256);
    const StoredFace face = *store_.best_face(ada.id);
    EXPECT_DOUBLE_EQ(face.face.box.width, 512);
    EXPECT_DOUBLE_EQ(face.face.box.height, 256);
    EXPECT_DOUBLE_EQ(face.face.landmarks[4].y, 4.5 / 2);
    // The embedding is of the photo's own pixels.
    EXPECT_EQ(store_.kept_face(face.id)->embedding[3], 2048);
    EXPECT_EQ(decode_photo(*store_.photo_bytes(ada.photos[0].id)).image.width, 1024);
}

TEST_F(ImportTest, RowsThatFailAreReportedAndStopNothing) {
    write_photo(photos_.path() / "Ada.jpg", {.seed = 1});
    write_photo(photos_.path() / "Nobody.jpg", {.faces = 0});
    write_text(photos_.path() / "Text.jpg", "no picture");
    write_text(photos_.path() / "Empty.jpg", "");
    write_photo(photos_.path() / "Cut.jpg", {.seed = 4, .width = 600, .height = 600});
    fs::resize_file(photos_.path() / "Cut.jpg", fs::file_size(photos_.path() / "Cut.jpg") / 2);
    write_photo(photos_.path() / "_.jpg", {.seed = 5});
    write_photo(photos_.path() / "bad\x01name.jpg", {.seed = 6});
    fs::create_symlink("nowhere.jpg", photos_.path() / "Gone.jpg");
    const ImportSummary summary = import({.threads = 1, .stop = {}, .progress = {}});
    EXPECT_EQ(summary.read, 8U);
    EXPECT_EQ(summary.added, 1U);
    EXPECT_EQ(summary.failed, 7U);
    const auto rows = report(summary.failures_file);
    EXPECT_EQ(rows.size(), 7U);
    EXPECT_THAT(rows, ::testing::Contains(HasSubstr("Nobody.jpg:: Nobody: no face was found")));
    EXPECT_THAT(rows, ::testing::Contains(HasSubstr("_.jpg::  : the name is empty")));
    EXPECT_THAT(rows, ::testing::Contains(HasSubstr("Gone.jpg")));
    EXPECT_EQ(summary.failures_file->parent_path(), data_.path());
}

TEST_F(ImportTest, OfSeveralFacesTheLargestIsTakenAndTold) {
    write_photo(photos_.path() / "Ada.jpg", {.faces = 3, .seed = 1});
    const ImportSummary summary = import();
    EXPECT_EQ(summary.several_faces, 1U);
    EXPECT_EQ(store_.counts().faces, 1U);
    EXPECT_THAT(report(summary.warnings_file),
                ElementsAre("Ada.jpg:: Ada: 3 faces were found, the largest was taken"));
}

TEST_F(ImportTest, ASecondImportSkipsWhatIsInWhateverItsFileName) {
    write_photo(photos_.path() / "Ada" / "1.jpg", {.seed = 1});
    import();
    fs::rename(photos_.path() / "Ada" / "1.jpg", photos_.path() / "Ada" / "other.jpg");
    write_photo(photos_.path() / "Ada" / "2.jpg", {.seed = 2});
    const ImportSummary again = import();
    EXPECT_EQ(again.skipped, 1U);
    EXPECT_EQ(again.added, 1U);
    EXPECT_EQ(store_.counts(), (Counts{1, 2, 2}));
}

TEST_F(ImportTest, SamePhotoTwiceInOneImportComesInOnce) {
    for (const char* file : {"1.jpg", "2.jpg", "3.jpg"})
        write_photo(photos_.path() / "Ada" / file, {.seed = 1});
    const ImportSummary summary = import();
    EXPECT_EQ(summary.added, 1U);
    EXPECT_EQ(summary.skipped, 2U);
}

TEST_F(ImportTest, SamePhotoUnderAnotherPersonFailsWithTheReason) {
    write_photo(photos_.path() / "Ada.jpg", {.seed = 1});
    import();
    write_photo(photos_.path() / "Bob.jpg", {.seed = 1});
    const ImportSummary summary = import();
    EXPECT_EQ(summary.skipped, 1U);
    EXPECT_EQ(summary.failed, 1U);
    EXPECT_THAT(report(summary.failures_file), ElementsAre(HasSubstr("as one of Ada")));
    EXPECT_FALSE(store_.person_named("Bob"));
}

TEST_F(ImportTest, TableBringsLinksLicencesAndCredits) {
    write_photo(photos_.path() / "in" / "a.jpg", {.seed = 1});
    write_text(
        photos_.path() / "people.csv",
        "name,file,link,licence,credit\n\"Ада \"\"Л\"\"\",in/a.jpg,https://example.org/a,CC BY 4.0,Bob\n"
        "Eve,in/none.jpg,,,\nZoe\n");
    const ImportSummary summary = import_csv(store_, photos_.path() / "people.csv", fakes_.recogniser());
    const Person ada = *store_.person_named("ада \"л\"");
    EXPECT_EQ(ada.photos[0].link, "https://example.org/a");
    EXPECT_EQ(ada.photos[0].licence, "CC BY 4.0");
    EXPECT_EQ(ada.photos[0].credit, "Bob");
    EXPECT_EQ(summary.failed, 2U);
    EXPECT_THAT(report(summary.failures_file),
                UnorderedElementsAre(HasSubstr("none.jpg:3: Eve: "), HasSubstr(":4: Zoe: the row has 1")));
}

TEST_F(ImportTest, StoppedItKeepsWhatIsDoneAndGoesOnAnotherTime) {
    for (int i = 0; i < 300; ++i)
        write_photo(photos_.path() / "Ada" / (std::to_string(i) + ".jpg"), {.seed = i * 7});
    std::stop_source stop;
    const ImportSummary first =
        import({.threads = 2, .stop = stop.get_token(), .progress = [&](const auto& progress) {
                    if (progress.faces >= 64) stop.request_stop();
                }});
    EXPECT_TRUE(first.stopped);
    EXPECT_GE(first.added, 64U);
    EXPECT_LT(first.added, 300U);
    EXPECT_EQ(store_.counts().faces, first.added);
    const ImportSummary second = import();
    EXPECT_FALSE(second.stopped);
    EXPECT_EQ(second.skipped, first.added);
    EXPECT_EQ(second.added, 300 - first.added);
}

TEST_F(ImportTest, PhotosThatMayShowSomebodyElseComeInAndArePointedOut) {
    const ImportOptions within_ten{
        .stop = {}, .progress = {}, .same_person_distance = [] { return [](std::size_t) { return 10.0; }; }};
    for (const int seed : {1, 3, 200})
        write_photo(photos_.path() / "Ada" / (std::to_string(seed) + ".jpg"), {.seed = seed});
    for (const int seed : {50, 100})
        write_photo(photos_.path() / "Bob" / (std::to_string(seed) + ".jpg"), {.seed = seed});
    ImportSummary summary = import(within_ten);
    EXPECT_EQ(summary.added, 5U);
    EXPECT_EQ(summary.failed, 0U);
    EXPECT_EQ(summary.suspects, 3U);
    EXPECT_EQ(store_.counts().faces, 5U);
    EXPECT_THAT(report(summary.warnings_file),
                UnorderedElementsAre(
                    "200.jpg:: Ada: looks no more like this person's other 2 photos than a stranger does",
                    "50.jpg:: Bob: looks no more like this person's other photo than a stranger does",
                    "100.jpg:: Bob: looks no more like this person's other photo than a stranger does"));

    EXPECT_FALSE(import(within_ten).warnings_file) << "nobody got a photo";
    write_photo(photos_.path() / "Ada" / "2.jpg", {.seed = 2});
    summary = import(within_ten);
    EXPECT_THAT(report(summary.warnings_file), ElementsAre(HasSubstr("200.jpg:: Ada: looks no more like")))
        << "Ada got one, and Bob none";
}

TEST_F(ImportTest, WhereNoDistanceIsKnownNoPhotoIsPointedOut) {
    for (const int seed : {1, 200})
        write_photo(photos_.path() / "Ada" / (std::to_string(seed) + ".jpg"), {.seed = seed});
    const ImportSummary summary =
        import({.stop = {}, .progress = {}, .same_person_distance = [] { return nullptr; }});
    EXPECT_EQ(summary.added, 2U);
    EXPECT_EQ(summary.suspects, 0U);
    EXPECT_FALSE(summary.warnings_file);
}

TEST_F(ImportTest, ProgressEndsAtTheTotal) {
    for (int i = 0; i < 20; ++i)
        write_photo(photos_.path() / ("P" + std::to_string(i) + ".jpg"), {.seed = i * 9});
    write_text(photos_.path() / "bad.jpg", "x");
    ImportProgress last;
    import({.threads = 2, .stop = {}, .progress = [&](const ImportProgress& progress) {
                EXPECT_GE(progress.done, last.done);
                last = progress;
            }});
    EXPECT_EQ(last.done, 21U);
    EXPECT_EQ(last.total, 21U);
    EXPECT_EQ(last.failed, 1U);
    EXPECT_EQ(last.faces, 20U);
}

TEST_F(ImportTest, AnotherEmbeddersStoreIsRefusedBeforeAnythingIsRead) {
    write_photo(photos_.path() / "Ada.jpg", {.seed = 1});
    import();
    test::Fakes others{{}, {}, test::FakeEmbedder("other")};
    EXPECT_THAT([&] { import_directory(store_, photos_.path(), others.recogniser()); },
                FailsWith(ErrorCode::conflict, "fake"));
}

TEST_F(ImportTest, EmbedderThatMakesNonsenseFailsItsRowsAlone) {
    struct Broken final : Embedder {
        EmbedderInfo kind{"fake", 4, "l2", "f32"};
        [[nodiscard]] const EmbedderInfo& info() const noexcept override { return kind; }
        [[nodiscard]] int input_size() const noexcept override { return 8; }
        [[nodiscard]] std::vector<Embedding> embed(std::span<const Image> chips) const override {
            if (chips[0].pixels[1] < 100) return {{1, 2, std::numeric_limits<float>::quiet_NaN(), 4}};
            return {{1, 2, 3, 4}};
        }
    };
    write_photo(photos_.path() / "Ada.jpg", {.seed = 20});
    write_photo(photos_.path() / "Bob.jpg", {.seed = 200});
    const Broken broken;
    const ImportSummary summary =
        import_directory(store_, photos_.path(), {fakes_.detector, fakes_.aligner, broken});
    EXPECT_EQ(summary.added, 1U);
    EXPECT_EQ(summary.failed, 1U);
    EXPECT_TRUE(store_.person_named("Bob"));
}

TEST_F(ImportTest, OnlyOneImportRunsAtATime) {
    const ImportLock running(data_.path());
    EXPECT_THAT([&] { import(); }, FailsWith(ErrorCode::conflict, "another import"));
}

TEST_F(ImportTest, CopiesLeftByAKillAreSweptAtTheStart) {
    const fs::path orphan = data_.path() / "photos" / "ab" / ("ab" + std::string(62, '0') + ".jpg");
    write_text(orphan, "left");
    import();
    EXPECT_FALSE(fs::exists(orphan));
}

}  // namespace
}  // namespace faces
