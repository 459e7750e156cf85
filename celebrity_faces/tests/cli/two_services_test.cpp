#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <chrono>
#include <nlohmann/json.hpp>
#include <thread>

#include "program.hpp"

namespace faces {
namespace {

using ::testing::HasSubstr;
using testing::read_file;
using testing::Server;
using testing::TemporaryFolder;
using Json = nlohmann::json;

/// The pair of deploy/docker-compose.yml, with its arguments but for ports and folders.
std::vector<std::string> index_program(const std::string& data, const std::string& port = "0") {
    return {HNSW_INDEX, "serve",       "--host", "127.0.0.1",          "--port", port, "--data",
            data,       "--dimension", "128",    "--set-damaged-aside"};
}
std::vector<std::string> faces_program(const std::string& data, const std::string& index) {
    return {CELEBRITY_FACES, "serve", "--host", "127.0.0.1", "--port", "0", "--data", data, "--index", index};
}

/// The people whom the first face of an answer resembles.
std::vector<std::string> names_in(const testing::HttpReply& reply) {
    std::vector<std::string> names;
    const Json answer = Json::parse(reply.body);
    for (const Json& match : answer["faces"].at(0)["views"].at(0)["matches"]) {
        names.push_back(match["person"]["name"]);
    }
    return names;
}

TEST(TwoServices, AnswerAsOneProcessDoes) {
    FACES_NEED_ASTRONAUT(photo);
    const TemporaryFolder folder;
    const Server index(index_program((folder / "index").string()));
    const Server pair(faces_program((folder / "data").string(), index.url()));
    const Server single({CELEBRITY_FACES, "serve", "--port", "0", "--data", (folder / "single").string()});
    EXPECT_EQ(Json::parse(index.get("/v1/status").body)["size"], 5749);
    const auto names = [&](const Server& server) {
        return names_in(server.post_photo("/api/v1/matches", read_file(*photo)));
    };
    EXPECT_EQ(names(pair), names(single));
    EXPECT_EQ(names(pair).size(), 5U);
}

TEST(TwoServices, AnIndexThatWasKilledIsFollowedUpWhenItComesBack) {
    FACES_NEED_ASTRONAUT(photo);
    const TemporaryFolder folder;
    auto index = std::make_unique<Server>(index_program((folder / "index").string()));
    const std::string url = index->url();
    const Server pair(faces_program((folder / "data").string(), url));
    index->end(SIGKILL);
    const auto away = pair.post_photo("/api/v1/matches", read_file(*photo));
    EXPECT_EQ(away.status, 503);
    EXPECT_THAT(away.body, HasSubstr("hnsw-index serve"));
    index =
        std::make_unique<Server>(index_program((folder / "index").string(), url.substr(url.rfind(':') + 1)));
    EXPECT_EQ(Json::parse(index->get("/v1/status").body)["size"], 5749) << "nothing acknowledged is lost";
    EXPECT_EQ(pair.post_photo("/api/v1/matches", read_file(*photo)).status, 200);
}

TEST(TwoServices, AnIndexThatLostItsDataIsFilledAgainBeforeItAnswers) {
    FACES_NEED_ASTRONAUT(photo);
    const TemporaryFolder folder;
    const std::string data = (folder / "index").string();
    auto index = std::make_unique<Server>(index_program(data));
    const std::string url = index->url();
    const Server pair(faces_program((folder / "data").string(), url));
    const auto before = names_in(pair.post_photo("/api/v1/matches", read_file(*photo)));
    index->end(SIGKILL);
    testing::write_file(folder / "index/index.hnsw", "damaged");
    index = std::make_unique<Server>(index_program(data, url.substr(url.rfind(':') + 1)));
    std::this_thread::sleep_for(std::chrono::seconds(1));
    testing::HttpReply reply = pair.post_photo("/api/v1/matches", read_file(*photo));
    for (int i = 0; i < 600 && reply.status == 503; ++i) {
        std::this_thread::sleep_for(std::chrono::milliseconds(100));
        reply = pair.post_photo("/api/v1/matches", read_file(*photo));
    }
    ASSERT_EQ(reply.status, 200) << reply.body;
    EXPECT_EQ(names_in(reply), before) << "never the nearest of a part of the gallery";
}

TEST(TwoServices, AnIndexOfAnotherDimensionOrNoneIsRefusedAtTheStart) {
    const TemporaryFolder folder;
    const Server index(
        {HNSW_INDEX, "serve", "--port", "0", "--data", (folder / "index").string(), "--dimension", "64"});
    const std::string data = (folder / "data").string();
    const auto other =
        testing::celebrity_faces({"serve", "--port", "0", "--data", data, "--index", index.url()});
    EXPECT_EQ(other.status, 1);
    EXPECT_THAT(other.err, HasSubstr("64"));
    const auto none =
        testing::celebrity_faces({"serve", "--port", "0", "--data", data, "--index", "http://127.0.0.1:1"});
    EXPECT_EQ(none.status, 1);
    EXPECT_THAT(none.err, HasSubstr("hnsw-index serve"));
    EXPECT_EQ(testing::celebrity_faces({"serve", "--data", data, "--index", "localhost"}).status, 1);
}

}  // namespace
}  // namespace faces
