#include "gallery/schema.hpp"

#include <gtest/gtest.h>

#include <array>

#include "support.hpp"

namespace faces {
namespace {

using test::FailsWith;
using test::TemporaryFolder;

TEST(Schema, NewStoreHasTheNewestSchema) {
    const TemporaryFolder data;
    { const Store store(data.path()); }
    sqlite::Database database(data.path() / "gallery.sqlite");
    EXPECT_EQ(database.number("PRAGMA user_version"), static_cast<std::int64_t>(schema_steps().size()));
}

TEST(Schema, StoreOfANewerSchemaIsRefusedWithBothVersionsAndLeftAlone) {
    const TemporaryFolder data;
    { const Store store(data.path()); }
    { sqlite::Database(data.path() / "gallery.sqlite").execute("PRAGMA user_version = 99"); }
    const auto before = test::contents(data.path());
    EXPECT_THAT([&] { const Store store(data.path()); }, FailsWith(ErrorCode::conflict, "has schema 99"));
    EXPECT_THAT([&] { const Store store(data.path()); },
                FailsWith(ErrorCode::conflict, "up to " + std::to_string(schema_steps().size())));
    EXPECT_EQ(test::read_text(before.front().first), before.front().second);
}

TEST(Schema, OlderStoreTakesTheStepsThatItLacks) {
    const TemporaryFolder data;
    const auto file = data.path() / "gallery.sqlite";
    { const Store store(data.path()); }
    const std::array steps{schema_steps()[0], schema_steps()[1],
                           "ALTER TABLE people ADD COLUMN born TEXT; INSERT INTO people"
                           " (name, key, born) VALUES ('Ada', 'ada', '1815')"};
    sqlite::Database database(file);
    migrate(database, steps, file);
    EXPECT_EQ(database.number("PRAGMA user_version"), 3);
    EXPECT_EQ(database.number("SELECT CAST(born AS INTEGER) FROM people"), 1815);
    migrate(database, steps, file);  // a second time there is nothing to do
    EXPECT_EQ(database.number("SELECT COUNT(*) FROM people"), 1);
}

TEST(Schema, StepThatFailsLeavesTheStoreAsItWas) {
    const TemporaryFolder data;
    const auto file = data.path() / "gallery.sqlite";
    { const Store store(data.path()); }
    const std::array steps{schema_steps()[0], schema_steps()[1], "CREATE TABLE half (a)", "this is no SQL"};
    sqlite::Database database(file);
    EXPECT_THROW(migrate(database, steps, file), Error);
    EXPECT_EQ(database.number("PRAGMA user_version"), 2);
    EXPECT_EQ(database.number("SELECT COUNT(*) FROM sqlite_master WHERE name = 'half'"), 0);
}

TEST(Schema, AnotherProgramsDatabaseIsRefusedAndLeftAlone) {
    const TemporaryFolder data;
    const auto file = data.path() / "gallery.sqlite";
    { sqlite::Database(file).execute("CREATE TABLE theirs (a)"); }
    const std::string before = test::read_text(file);
    EXPECT_THAT([&] { const Store store(data.path()); }, FailsWith(ErrorCode::conflict, "another program's"));
    EXPECT_EQ(test::read_text(file), before);
}

TEST(Schema, FileThatIsNoDatabaseIsRefusedByName) {
    const TemporaryFolder data;
    test::write_text(data.path() / "gallery.sqlite", std::string(8192, 'x'));
    EXPECT_THAT([&] { const Store store(data.path()); }, FailsWith(ErrorCode::conflict, "gallery.sqlite"));
}

TEST(Schema, DataDirectoryThatIsAFileIsRefusedByName) {
    const TemporaryFolder data;
    test::write_text(data.path() / "file", "x");
    EXPECT_THAT([&] { const Store store(data.path() / "file"); }, FailsWith(ErrorCode::unavailable, "file"));
}

}  // namespace
}  // namespace faces
