#include "gallery/import_rows.hpp"

#include <gtest/gtest.h>

#include "support.hpp"

namespace faces {
namespace {

using test::FailsWith;
using test::write_text;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

class ImportRowsTest : public ::testing::Test {
  protected:
    [[nodiscard]] std::vector<std::string> described(const std::vector<ImportRow>& rows) const {
        std::vector<std::string> texts;
        for (const ImportRow& row : rows)
            texts.push_back(row.name + ": " + row.file.lexically_relative(folder_.path()).string());
        return texts;
    }
    test::TemporaryFolder folder_;
};

TEST_F(ImportRowsTest, FoldersAndFlatFilesMayBeMixed) {
    for (const char* file :
         {"Ada_Lovelace/Ada_Lovelace_0001.jpg", "Ada_Lovelace/x.png", "Анна/1.jpg", "Conan_O'Brien.jpg",
          "Grace_Hopper_0012.jpg", "a.b.jpg", "2Pac.jpg", "007.jpg", ".DS_Store", "Ada_Lovelace/.hidden.jpg"})
        write_text(folder_.path() / file, "x");
    EXPECT_THAT(
        described(directory_rows(folder_.path())),
        ElementsAre("007: 007.jpg", "2Pac: 2Pac.jpg", "Ada Lovelace: Ada_Lovelace/Ada_Lovelace_0001.jpg",
                    "Ada Lovelace: Ada_Lovelace/x.png", "Conan O'Brien: Conan_O'Brien.jpg",
                    "Grace Hopper: Grace_Hopper_0012.jpg", "a.b: a.b.jpg", "Анна: Анна/1.jpg"));
}

TEST_F(ImportRowsTest, FolderWithinAPersonsFolderIsToldOf) {
    write_text(folder_.path() / "Ada" / "more" / "1.jpg", "x");
    const auto rows = directory_rows(folder_.path());
    ASSERT_EQ(rows.size(), 1U);
    EXPECT_THAT(rows[0].problem, HasSubstr("not looked into"));
}

TEST_F(ImportRowsTest, DirectoryThatIsNotThereIsAnErrorByName) {
    EXPECT_THAT([&] { (void)directory_rows(folder_.path() / "none"); },
                FailsWith(ErrorCode::not_found, "none"));
}

TEST_F(ImportRowsTest, TableNamesFilesFromItsOwnFolder) {
    write_text(folder_.path() / "people.csv",
               "\xef\xbb\xbf"
               "file,name,licence,notes,credit\r\n"
               "photos/a.jpg,\"Lovelace, \"\"Ada\"\"\",CC0,x,Анна\r\n/b.jpg,Bob,,,\r\n");
    const auto rows = csv_rows(folder_.path() / "people.csv");
    ASSERT_EQ(rows.size(), 2U);
    EXPECT_EQ(rows[0].name, "Lovelace, \"Ada\"");
    EXPECT_EQ(rows[0].file, folder_.path() / "photos/a.jpg");
    EXPECT_EQ(rows[0].licence, "CC0");
    EXPECT_EQ(rows[0].credit, "Анна");
    EXPECT_EQ(rows[0].link, "");
    EXPECT_EQ(rows[0].line, 2U);
    EXPECT_EQ(rows[1].file, "/b.jpg");
}

TEST_F(ImportRowsTest, BadRowsKeepTheirLineAndReason) {
    write_text(folder_.path() / "people.csv",
               "name,file\nAda,a.jpg,extra\n\nBob\nEve,\n\"Zoe,z.jpg\nMia,m.jpg\n");
    const auto rows = csv_rows(folder_.path() / "people.csv");
    ASSERT_EQ(rows.size(), 5U);
    EXPECT_THAT(rows[0].problem, HasSubstr("3 fields"));
    EXPECT_THAT(rows[1].problem, HasSubstr("1 fields"));
    EXPECT_EQ(rows[1].line, 4U);
    EXPECT_THAT(rows[2].problem, HasSubstr("no file"));
    EXPECT_THAT(rows[3].problem, HasSubstr("never closed"));
    EXPECT_EQ(rows[4].problem, "");
    EXPECT_EQ(rows[4].line, 7U);
}

TEST_F(ImportRowsTest, RowThatIsNotUtf8IsABadRow) {
    write_text(folder_.path() / "people.csv", "name,file,credit\nAda,a.jpg,caf\xe9\nBob,b.jpg,caf\xc3\xa9\n");
    const auto rows = csv_rows(folder_.path() / "people.csv");
    ASSERT_EQ(rows.size(), 2U);
    EXPECT_THAT(rows[0].problem, HasSubstr("credit is not UTF-8"));
    EXPECT_EQ(rows[1].problem, "");
}

TEST_F(ImportRowsTest, TableWithoutItsColumnsIsRefused) {
    for (const char* text : {"", "name;file\nAda;a.jpg\n", "who,file\n"}) {
        write_text(folder_.path() / "people.csv", text);
        EXPECT_THAT([&] { (void)csv_rows(folder_.path() / "people.csv"); },
                    FailsWith(ErrorCode::invalid_argument, "no column \"name\""));
    }
    EXPECT_THAT([&] { (void)csv_rows(folder_.path() / "none.csv"); },
                FailsWith(ErrorCode::not_found, "none.csv"));
}

}  // namespace
}  // namespace faces
