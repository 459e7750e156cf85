#include "http_kit/static_files.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "temporary_folder.hpp"

namespace http {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

struct StaticFiles : ::testing::Test {
    tests::TemporaryFolder folder;
    fs::path root = folder.path();
    Router router;

    void SetUp() override {
        fs::create_directories(root / "site/sub");
        write("site/index.html", "<html>");
        write("site/app.js", "let a;");
        write("site/sub/style.css", "a{}");
        write("site/.hidden", "no");
        write("secret.txt", "no");
        router.add("GET", "/{path...}", static_files(root / "site"));
    }
    void write(const std::string& name, const std::string& text) const { std::ofstream(root / name) << text; }
    [[nodiscard]] Reply get(const std::string& target, Headers headers = {}) const {
        Request request;
        request.method = "GET";
        request.target = target;
        request.headers = std::move(headers);
        return router.respond(request).reply;
    }
};

TEST_F(StaticFiles, AreServedWithTheirTypes) {
    EXPECT_EQ(get("/").body, "<html>");
    EXPECT_THAT(get("/").content_type, HasSubstr("text/html"));
    EXPECT_THAT(get("/app.js").content_type, HasSubstr("javascript"));
    EXPECT_EQ(get("/sub/style.css").body, "a{}");
}

TEST_F(StaticFiles, NothingOutsideTheFolderIsServed) {
    for (const char* target :
         {"/../secret.txt", "/%2e%2e/secret.txt", "/sub/../../secret.txt", "/..%2fsecret.txt", "//etc/passwd",
          "/.hidden", "/sub", "/sub/", "/nothing", "/index.html%00.js"}) {
        EXPECT_EQ(get(target).status, 404) << target;
    }
    fs::create_symlink(root / "secret.txt", root / "site/link.txt");
    EXPECT_EQ(get("/link.txt").status, 404) << "a link that leads out";
}

TEST_F(StaticFiles, AnUnchangedFileIsNotSentAgain) {
    const Reply first = get("/app.js");
    std::string tag;
    for (const auto& [name, value] : first.headers) {
        if (name == "ETag") {
            tag = value;
        }
    }
    ASSERT_FALSE(tag.empty());
    EXPECT_EQ(get("/app.js", {{"If-None-Match", tag}}).status, 304);
    write("site/app.js", "let other;");
    EXPECT_EQ(get("/app.js", {{"If-None-Match", tag}}).status, 200);
}

}  // namespace
}  // namespace http
