#include "gallery/csv.hpp"

#include <gmock/gmock.h>

namespace faces {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::vector<CsvRecord> read_all(std::string_view text) {
    std::vector<CsvRecord> records;
    CsvReader reader(text);
    while (std::optional<CsvRecord> record = reader.next()) records.push_back(std::move(*record));
    return records;
}

TEST(Csv, FieldsMayHoldCommasQuotesAndLineEnds) {
    const auto records = read_all("a,\"b, c\",\"say \"\"hi\"\"\"\r\n\"two\r\nlines\",,x\r\n");
    ASSERT_EQ(records.size(), 2U);
    EXPECT_THAT(records[0].fields, ElementsAre("a", "b, c", "say \"hi\""));
    EXPECT_THAT(records[1].fields, ElementsAre("two\r\nlines", "", "x"));
}

TEST(Csv, ByteOrderMarkEmptyLinesAndAMissingLastLineEndDoNotMatter) {
    for (const char* text : {"\xef\xbb\xbfname,file\n\n\r\nАнна,b.jpg", "name,file\r\n\r\nАнна,b.jpg\r\n",
                             "name,file\nАнна,b.jpg\r", "name,\"file\"\n\nАнна,\"b.jpg\"\r"}) {
        const auto records = read_all(text);
        ASSERT_EQ(records.size(), 2U) << text;
        EXPECT_THAT(records[0].fields, ElementsAre("name", "file"));
        EXPECT_THAT(records[1].fields, ElementsAre("Анна", "b.jpg"));
        EXPECT_EQ(records[1].problem, "");
    }
}

TEST(Csv, LastFieldMayBeEmpty) {
    EXPECT_THAT(read_all("a,").front().fields, ElementsAre("a", ""));
    EXPECT_THAT(read_all("a,\r\n").front().fields, ElementsAre("a", ""));
    EXPECT_THAT(read_all("\"\"").front().fields, ElementsAre(""));
}

TEST(Csv, RecordsKnowTheirLine) {
    const auto records = read_all("a\n\n\"b\n\n\"\nc\n");
    ASSERT_EQ(records.size(), 3U);
    EXPECT_EQ(records[1].line, 3U);
    EXPECT_EQ(records[2].line, 6U);
}

TEST(Csv, AQuoteThatIsNeverClosedCostsItsLineAlone) {
    const auto records = read_all("a,b\n\"open,c\nd,e\n");
    ASSERT_EQ(records.size(), 3U);
    EXPECT_THAT(records[1].problem, HasSubstr("never closed"));
    EXPECT_EQ(records[1].line, 2U);
    EXPECT_THAT(records[2].fields, ElementsAre("d", "e"));
    EXPECT_EQ(records[2].line, 3U);
}

TEST(Csv, TextAfterAClosingQuoteIsAProblem) {
    const auto records = read_all("\"a\"b,c\nd,e\n");
    ASSERT_EQ(records.size(), 2U);
    EXPECT_THAT(records[0].problem, HasSubstr("closing quote"));
    EXPECT_EQ(records[1].problem, "");
}

TEST(Csv, WhatIsWrittenIsReadBack) {
    const std::vector<std::string> fields{"", "plain", "with, comma", "\"quoted\"", "two\r\nlines", "Анна"};
    const std::string line = csv_line(fields);
    const auto records = read_all(line);
    ASSERT_EQ(records.size(), 1U);
    EXPECT_EQ(records[0].fields, fields);
}

TEST(Csv, EveryCutOfAFileIsReadToItsEnd) {
    const std::string text = "\xef\xbb\xbfname,file\r\n\"a \"\"b\"\", c\",\"x\ny\"\r\nd,e\r\n";
    for (std::size_t length = 0; length <= text.size(); ++length)
        EXPECT_LE(read_all(std::string_view(text).substr(0, length)).size(), 4U) << length;
}

}  // namespace
}  // namespace faces
