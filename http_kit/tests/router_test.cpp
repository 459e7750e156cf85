#include "http_kit/router.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "http_kit/error.hpp"

namespace http {
namespace {

using ::testing::HasSubstr;

Reply ask(const Router& router, std::string method, std::string target) {
    Request request;
    request.method = std::move(method);
    request.target = std::move(target);
    return router.respond(request).reply;
}

Handler says(std::string text) {
    return [text = std::move(text)](Request&) { return text_reply(text); };
}

TEST(Router, TextWinsOverAParameterAndAParameterOverTheRest) {
    Router router;
    router.add("GET", "/{path...}", says("rest"));
    router.add("GET", "/people/{id}", says("person"));
    router.add("GET", "/people/best", says("best"));
    EXPECT_EQ(ask(router, "GET", "/people/best").body, "best");
    EXPECT_EQ(ask(router, "GET", "/people/17").body, "person");
    EXPECT_EQ(ask(router, "GET", "/people/17/photos").body, "rest");
    EXPECT_EQ(ask(router, "GET", "/").body, "rest");
    EXPECT_THROW(router.add("GET", "/people/{id}", says("again")), std::invalid_argument);
    EXPECT_THROW(router.add("GET", "people", says("")), std::invalid_argument);
}

TEST(Router, ParametersAndQueriesAreDecoded) {
    Router router;
    router.add("GET", "/people/{name}", [](Request& request) {
        return text_reply(request.path_parameter("name") + "|" +
                          std::string(request.query_value("q").value_or("none")));
    });
    EXPECT_EQ(ask(router, "GET", "/people/Ada%20L%2Fx?q=a%2Bb+c&q2=1").body, "Ada L/x|a+b c");
    EXPECT_EQ(ask(router, "GET", "/people/%D0%AE?x").body, "Ю|none");
}

TEST(Router, ErrorsBecomeProblemsByOneFunction) {
    struct Own : std::runtime_error {
        using std::runtime_error::runtime_error;
    };
    Router router;
    router.add("GET", "/own", [](Request&) -> Reply { throw Own("there is none"); });
    router.add("GET", "/kit",
               [](Request&) -> Reply { throw Error(ErrorCode::too_large, "9 bytes, at most 5"); });
    router.translate_errors([](const std::exception& error) -> std::optional<Problem> {
        if (dynamic_cast<const Own*>(&error) == nullptr) {
            return std::nullopt;
        }
        return Problem{404, "none_such", error.what(), {}};
    });
    const Reply own = ask(router, "GET", "/own");
    EXPECT_EQ(own.content_type, "application/problem+json");
    const auto json = nlohmann::json::parse(own.body);
    EXPECT_EQ(json["type"], "/problems/none_such");
    EXPECT_EQ(json["title"], "Not Found");
    EXPECT_EQ(json["status"], 404);
    EXPECT_EQ(json["detail"], "there is none");
    EXPECT_EQ(ask(router, "GET", "/kit").status, 413);
}

}  // namespace
}  // namespace http
