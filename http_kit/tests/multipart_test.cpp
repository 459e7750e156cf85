#include "http_kit/multipart.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "http_kit/error.hpp"

namespace http {
namespace {

constexpr const char* type = "multipart/form-data; boundary=\"B\"";

std::string part(const std::string& disposition, const std::string& content) {
    return "--B\r\nContent-Disposition: form-data; " + disposition + "\r\n\r\n" + content + "\r\n";
}

TEST(Multipart, FieldsAndFilesAreRead) {
    const std::string bytes("\r\n--C\0\xff", 7);
    const std::string body =
        part("name=\"k\"", "5") + part("name=\"photo\"; filename=\"a.b.jpg\"", bytes) + "--B--\r\n";
    const auto parts = parse_multipart(type, body);
    ASSERT_EQ(parts.size(), 2U);
    EXPECT_EQ(find_part(parts, "k")->bytes, "5");
    EXPECT_EQ(find_part(parts, "photo")->bytes, bytes);
    EXPECT_EQ(find_part(parts, "photo")->filename, "a.b.jpg");
    EXPECT_EQ(find_part(parts, "none"), nullptr);
}

TEST(Multipart, OddFileNamesAreRead) {
    const std::string body = part("name=\"photo\"; filename=\"it's %22quoted%22.jpg\"", "x") +
                             part("name=\"other\"; filename=\"Юрий Гагарин.jpg\"", "y") +
                             part("name=\"third\"; filename=\"a \\\"b\\\".jpg\"", "z") + "--B--\r\n";
    const auto parts = parse_multipart(type, body);
    ASSERT_EQ(parts.size(), 3U);
    EXPECT_EQ(parts[1].filename, "Юрий Гагарин.jpg");
    for (const Part& each : parts) {
        EXPECT_EQ(each.bytes.size(), 1U);
    }
}

TEST(Multipart, AnEmptyFileIsAnEmptyPart) {
    const auto parts = parse_multipart(type, part("name=\"photo\"; filename=\"\"", "") + "--B--\r\n");
    ASSERT_EQ(parts.size(), 1U);
    EXPECT_TRUE(parts[0].bytes.empty());
}

TEST(Multipart, EveryCutIsRefused) {
    const std::string body =
        part("name=\"k\"", "5") + part("name=\"photo\"; filename=\"a.jpg\"", "bytes") + "--B--";
    EXPECT_EQ(parse_multipart(type, body).size(), 2U);
    for (std::size_t length = 0; length < body.size(); ++length) {
        EXPECT_THROW((void)parse_multipart(type, body.substr(0, length)), Error) << length;
    }
}

TEST(Multipart, AnotherContentTypeIsNamed) {
    for (const char* other : {"", "application/json", "multipart/form-data", "multipart/mixed; boundary=B"}) {
        EXPECT_THROW((void)parse_multipart(other, "--B--\r\n"), Error) << other;
    }
}

}  // namespace
}  // namespace http
