#include "http_kit/server.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <thread>
#include <vector>

#include "connection.hpp"
#include "http_kit/error.hpp"

namespace http {
namespace {

using testing::Connection;
using testing::exchange;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

struct ServerTest : ::testing::Test {
    std::unique_ptr<Server> server;

    void start(ServerOptions options = {}) {
        Router router;
        router.add("GET", "/hello", [](Request&) { return text_reply("hello\n"); });
        router.add("POST", "/size",
                   [](Request& request) { return text_reply(std::to_string(request.body.size())); });
        router.add("GET", "/echo", [](Request& request) { return text_reply(std::string(request.body)); });
        router.add("GET", "/slow", [](Request&) {
            std::this_thread::sleep_for(std::chrono::milliseconds(300));
            return text_reply("slow\n");
        });
        router.add(
            "GET", "/heavy",
            [](Request&) {
                std::this_thread::sleep_for(std::chrono::milliseconds(500));
                return text_reply("heavy\n");
            },
            Weight::heavy);
        router.add("GET", "/defect", [](Request&) -> Reply { throw std::logic_error("the secret inside"); });
        options.port = 0;
        server = std::make_unique<Server>(options, router);
        server->start();
    }
    [[nodiscard]] std::string ask(std::string_view request) const {
        return exchange(server->port(), request);
    }
};

TEST_F(ServerTest, AnswersWithTheSecurityHeaders) {
    start();
    const std::string reply = ask("GET /hello HTTP/1.1\r\nHost: a\r\n\r\n");
    EXPECT_THAT(reply, StartsWith("HTTP/1.1 200 OK\r\n"));
    EXPECT_THAT(reply, HasSubstr("\r\n\r\nhello\n"));
    EXPECT_THAT(reply, HasSubstr("X-Content-Type-Options: nosniff"));
    EXPECT_THAT(reply, HasSubstr("Content-Security-Policy: "));
}

TEST_F(ServerTest, HeadIsGetWithoutTheBody) {
    start();
    Connection connection(server->port());
    connection.send("HEAD /hello HTTP/1.1\r\nHost: a\r\n\r\nGET /hello HTTP/1.1\r\nHost: a\r\n\r\n");
    EXPECT_THAT(connection.read_until("\r\n\r\n"), HasSubstr("Content-Length: 6"));
    EXPECT_THAT(connection.read_reply(), StartsWith("HTTP/1.1 200")) << "the body did not come in between";
}

TEST_F(ServerTest, UnknownPathsAndMethodsAreProblems) {
    start();
    EXPECT_THAT(ask("GET /nowhere HTTP/1.1\r\nHost: a\r\n\r\n"), HasSubstr("application/problem+json"));
    const std::string other = ask("DELETE /hello HTTP/1.1\r\nHost: a\r\n\r\n");
    EXPECT_THAT(other, StartsWith("HTTP/1.1 405"));
    EXPECT_THAT(other, HasSubstr("Allow: GET"));
}

TEST_F(ServerTest, ADefectSaysNothingOfItsInside) {
    start();
    const std::string reply = ask("GET /defect HTTP/1.1\r\nHost: a\r\n\r\n");
    EXPECT_THAT(reply, StartsWith("HTTP/1.1 500"));
    EXPECT_THAT(reply, Not(HasSubstr("secret")));
    EXPECT_THAT(ask("GET /hello HTTP/1.1\r\nHost: a\r\n\r\n"), StartsWith("HTTP/1.1 200"));
}

TEST_F(ServerTest, AnswersExpect100ContinueBeforeTheBodyIsSent) {
    start();
    Connection connection(server->port());
    connection.send("POST /size HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n");
    EXPECT_EQ(connection.read_until("\r\n\r\n"), "HTTP/1.1 100 Continue\r\n\r\n")
        << "nothing of the body has been sent";
    connection.send("12345");
    EXPECT_THAT(connection.read_reply(), HasSubstr("\r\n\r\n5"));
}

TEST_F(ServerTest, ATooLargeBodyIsRefusedByItsAnnouncedSize) {
    start({.max_body_bytes = 1000});
    Connection connection(server->port());
    connection.send("POST /size HTTP/1.1\r\nHost: a\r\nContent-Length: 1001\r\n\r\n");
    EXPECT_THAT(connection.read_reply(), StartsWith("HTTP/1.1 413")) << "no byte of the body has been sent";
    EXPECT_TRUE(connection.ended());
    EXPECT_THAT(
        ask("POST /size HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n" + std::string(1000, 'x')),
        HasSubstr("\r\n\r\n1000"));
}

TEST_F(ServerTest, AChunkedBodyIsBoundedToo) {
    start({.max_body_bytes = 1000});
    EXPECT_THAT(ask("POST /size HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: "
                    "chunked\r\n\r\n3\r\nabc\r\n4\r\ndefg\r\n0\r\n\r\n"),
                HasSubstr("\r\n\r\n7"));
    Connection connection(server->port());
    connection.send("POST /size HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
    for (int i = 0; i < 20; ++i) {
        connection.send("64\r\n" + std::string(100, 'x') + "\r\n");
    }
    EXPECT_THAT(connection.read_reply(), StartsWith("HTTP/1.1 413"));
}

TEST_F(ServerTest, AWishForAnotherProtocolChangesNothing) {
    start({.max_body_bytes = 1000});
    const std::string upgrade = "Host: a\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n";
    EXPECT_THAT(ask("GET /hello HTTP/1.1\r\n" + upgrade + "\r\n"), HasSubstr("hello"));
    Connection connection(server->port());
    connection.send("POST /size HTTP/1.1\r\n" + upgrade + "Transfer-Encoding: chunked\r\n\r\n");
    for (int i = 0; i < 20; ++i) {
        connection.send("64\r\n" + std::string(100, 'x') + "\r\n");
    }
    EXPECT_THAT(connection.read_reply(), StartsWith("HTTP/1.1 413"));
}

TEST_F(ServerTest, LightRequestsDoNotWaitBehindHeavyOnes) {
    start({.heavy_threads = 1});
    std::atomic<int> heavy_done = 0;
    std::vector<std::jthread> clients;
    for (int c = 0; c < 3; ++c) {
        clients.emplace_back([&] {
            heavy_done += ask("GET /heavy HTTP/1.1\r\nHost: a\r\n\r\n").starts_with("HTTP/1.1 200") ? 1 : 0;
        });
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
    EXPECT_THAT(ask("GET /hello HTTP/1.1\r\nHost: a\r\n\r\n"), HasSubstr("hello"));
    EXPECT_LT(heavy_done, 3) << "one after another they take 1.5 seconds";
    clients.clear();
    EXPECT_EQ(heavy_done, 3);
}

TEST_F(ServerTest, GetMayCarryABody) {
    start();
    EXPECT_THAT(ask("GET /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nbody"),
                HasSubstr("\r\n\r\nbody"));
}

TEST_F(ServerTest, WhatIsNotHttpIsAnsweredAndTheServerGoesOn) {
    start();
    Connection connection(server->port());
    connection.send("this is not HTTP\r\n\r\n");
    EXPECT_THAT(connection.read_until("\r\n"), StartsWith("HTTP/1.1 400"));
    EXPECT_THAT(ask("GET /hello HTTP/1.1\r\nHost: a\r\n\r\n"), StartsWith("HTTP/1.1 200"));
}

TEST_F(ServerTest, RequestsThatComeTogetherAreAnsweredInTheirOrder) {
    start();
    Connection connection(server->port());
    connection.send("GET /slow HTTP/1.1\r\nHost: a\r\n\r\nGET /hello HTTP/1.1\r\nHost: a\r\n\r\n");
    EXPECT_THAT(connection.read_reply(), HasSubstr("slow"));
    EXPECT_THAT(connection.read_reply(), HasSubstr("hello"));
}

TEST_F(ServerTest, TwoHundredConnectionsAreAllAnswered) {
    start();
    std::atomic<int> answered = 0;
    std::vector<std::jthread> clients;
    for (int c = 0; c < 200; ++c) {
        clients.emplace_back([&] {
            const std::string reply = exchange(server->port(), "GET /hello HTTP/1.1\r\nHost: a\r\n\r\n");
            answered += reply.starts_with("HTTP/1.1 200") || reply.starts_with("HTTP/1.1 503") ? 1 : 0;
        });
    }
    clients.clear();
    EXPECT_EQ(answered, 200);
}

TEST_F(ServerTest, MoreThanItsQueueHoldsIsRefusedWithATimeToComeBack) {
    start({.threads = 1, .max_queued_requests = 1});
    std::atomic<int> refused = 0, served = 0;
    std::vector<std::jthread> clients;
    for (int c = 0; c < 8; ++c) {
        clients.emplace_back([&] {
            const std::string reply = exchange(server->port(), "GET /slow HTTP/1.1\r\nHost: a\r\n\r\n");
            served += reply.starts_with("HTTP/1.1 200") ? 1 : 0;
            refused +=
                reply.starts_with("HTTP/1.1 503") && reply.find("Retry-After") != std::string::npos ? 1 : 0;
        });
    }
    clients.clear();
    EXPECT_GE(served, 1);
    EXPECT_GE(refused, 1);
    EXPECT_EQ(served + refused, 8);
}

TEST_F(ServerTest, StoppingAnswersWhatRuns) {
    start();
    std::string reply;
    std::jthread client([&] { reply = ask("GET /slow HTTP/1.1\r\nHost: a\r\n\r\n"); });
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
    const std::uint16_t port = server->port();
    server->stop();
    client.join();
    EXPECT_THAT(reply, HasSubstr("slow"));
    EXPECT_THROW(Connection{port}, std::runtime_error);
}

TEST_F(ServerTest, APortInUseIsToldWithItsNumber) {
    start();
    Server second({.port = server->port()}, Router());
    try {
        second.start();
        FAIL();
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::cannot_listen);
        EXPECT_THAT(error.what(), HasSubstr(std::to_string(server->port())));
    }
}

}  // namespace
}  // namespace http
