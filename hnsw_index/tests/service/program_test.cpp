#include "program.hpp"

#include <gmock/gmock.h>

#include <atomic>
#include <csignal>
#include <fstream>
#include <nlohmann/json.hpp>
#include <thread>

#include "temporary_folder.hpp"

namespace hnsw {
namespace {

using nlohmann::json;
using test::HttpAnswer;
using test::Program;
using test::request;
using testing::AllOf;
using testing::HasSubstr;
using tests::TemporaryFolder;

json item(int id, int group, const std::vector<float>& vector) {
    return {{"id", id}, {"group", group}, {"vector", vector}};
}

std::string upsert_body(const std::vector<json>& items) {
    return json{{"items", items}}.dump();
}

/// A program with an index of three dimensions and three vectors in two groups.
class Service : public testing::Test {
  protected:
    void SetUp() override {
        address_ = program_.wait_for_address();
        ASSERT_THAT(address_, HasSubstr("http://127.0.0.1:")) << program_.output();
        const auto answer =
            call("POST", "/v1/upsert",
                 upsert_body({item(1, 10, {0, 0, 0}), item(2, 10, {1, 0, 0}), item(3, 20, {9, 0, 0})}));
        ASSERT_EQ(answer.status, 200) << answer.body;
    }

    [[nodiscard]] HttpAnswer call(const std::string& method, const std::string& path,
                                  const std::string& body = {}) const {
        return request(method, address_ + path, body);
    }
    /// The problem's detail, of a refusal with that status.
    [[nodiscard]] std::string refusal(int status, const std::string& path, const std::string& body) const {
        const HttpAnswer answer = call("POST", path, body);
        EXPECT_EQ(answer.status, status) << answer.body;
        EXPECT_EQ(answer.content_type, "application/problem+json");
        return json::parse(answer.body).at("detail");
    }

    TemporaryFolder folder_;
    Program program_{{"serve", "--port", "0", "--dimension", "3", "--data", folder_.path().string()}};
    std::string address_;
};

TEST_F(Service, SearchesVectorsAndDistinctGroups) {
    const auto vectors = call("POST", "/v1/search", R"({"vector": [0.25, 0, 0], "k": 2})");
    EXPECT_EQ(json::parse(vectors.body),
              json::parse(R"({"results": [[{"id": 1, "group": 10, "distance": 0.25},
                                                                      {"id": 2, "group": 10, "distance": 0.75}]]})"));
    const auto groups = call("POST", "/v1/search",
                             R"({"vectors": [[0.25, 0, 0], [8, 0, 0]], "k": 2, "distinct_groups": true})");
    EXPECT_EQ(json::parse(groups.body), json::parse(R"({"results": [[{"id": 1, "group": 10, "distance": 0.25},
                                                                     {"id": 3, "group": 20, "distance": 8.75}],
                                                                    [{"id": 3, "group": 20, "distance": 1},
                                                                     {"id": 2, "group": 10, "distance": 7}]]})"));
}

TEST_F(Service, AnswersThePrototypesQuestionByGetAndPost) {
    const std::string body = R"({"query": [[0.25, 0, 0], [8, 0, 0]], "K": 2, "ef": 100})";
    for (const char* method : {"GET", "POST"}) {
        const auto answer = call(method, "/knn", body);
        EXPECT_EQ(answer.status, 200) << answer.body;
        EXPECT_EQ(json::parse(answer.body), json::parse("[[1, 2], [3, 2]]"));
    }
}

TEST_F(Service, RefusesQueriesThatAreNoVectorsAndNamesTheValue) {
    EXPECT_THAT(refusal(422, "/knn", R"({"query": [[1, 2]], "K": 5})"),
                AllOf(HasSubstr("2 dimensions"), HasSubstr("wants 3")));
    EXPECT_THAT(refusal(422, "/knn", R"({"query": [[1, null, 3]]})"), HasSubstr("query[0][1] is null"));
    EXPECT_THAT(refusal(422, "/knn", R"({"query": [[1, "2", 3]]})"), HasSubstr("query[0][1] is \"2\""));
    EXPECT_THAT(refusal(400, "/knn", R"({"query": [[1, NaN, 3]]})"), HasSubstr("'1, N'"));
    EXPECT_THAT(refusal(400, "/knn", R"({"query": [[1, 1e999, 3]]})"), HasSubstr("1e999"));
    EXPECT_THAT(refusal(422, "/knn", R"({"query": [[1, 1e99, 3]]})"), HasSubstr("position 1"));
    EXPECT_THAT(refusal(422, "/knn", R"({"query": [1, 2, 3]})"), HasSubstr("query[0] is 1"));
    EXPECT_THAT(refusal(422, "/knn", R"({"query": [[1, 2, 3]], "K": 0})"), HasSubstr("K is 0"));
    EXPECT_THAT(refusal(422, "/knn", "[]"), HasSubstr("the body is []"));
    EXPECT_THAT(refusal(400, "/knn", ""), HasSubstr("no JSON"));
}

TEST_F(Service, RefusesWrongRequestsAndChangesNothing) {
    EXPECT_THAT(refusal(422, "/v1/upsert", upsert_body({item(7, 7, {1, 2, 3}), item(8, 8, {1, 2})})),
                HasSubstr("id 8 has 2 dimensions, the index wants 3"));
    EXPECT_THAT(refusal(422, "/v1/upsert", R"({"items": [{"id": 1.5, "vector": [1, 2, 3]}]})"),
                HasSubstr("items[0].id is 1.5"));
    EXPECT_THAT(
        refusal(422, "/v1/upsert", R"({"items": [{"id": 18446744073709551615, "vector": [1, 2, 3]}]})"),
        HasSubstr("items[0].id is 18446744073709551615"));
    EXPECT_THAT(refusal(422, "/v1/upsert", R"({"items": [{"vector": [1, 2, 3]}]})"), HasSubstr("'id'"));
    EXPECT_THAT(refusal(422, "/v1/search", R"({"vector": [1, 2, 3], "K": 5})"), HasSubstr("'K'"));
    EXPECT_THAT(refusal(422, "/v1/search", R"({"k": 5})"), HasSubstr("'vector'"));
    EXPECT_THAT(refusal(422, "/v1/delete", R"({"ids": ["1"]})"), HasSubstr("ids[0] is \"1\""));
    EXPECT_THAT(refusal(422, "/v1/revision", R"({"revision": true})"), HasSubstr("revision is true"));
    EXPECT_EQ(json::parse(call("GET", "/v1/status").body).at("size"), 3);
}

TEST_F(Service, TellsItsStatusItsContractAndItsMetrics) {
    const json status = json::parse(call("GET", "/v1/status").body);
    EXPECT_EQ(status.at("dimension"), 3);
    EXPECT_EQ(status.at("metric"), "l2");
    EXPECT_EQ(status.at("groups"), 2);
    EXPECT_EQ(status.at("durable"), true);
    EXPECT_EQ(status.at("options").at("links"), 16);
    EXPECT_EQ(call("GET", "/healthz").status, 200);
    EXPECT_EQ(call("GET", "/readyz").status, 200);
    EXPECT_THAT(call("GET", "/metrics").body, HasSubstr("hnsw_vectors 3"));
    EXPECT_THAT(call("GET", "/openapi.yaml").body, HasSubstr("title: hnsw-index"));
    EXPECT_THAT(call("GET", "/docs").body, HasSubstr("swagger"));
    EXPECT_EQ(call("GET", "/nothing").status, 404);
}

TEST_F(Service, EndsCleanlyAndComesBackWithWhatItHeld) {
    EXPECT_EQ(call("POST", "/v1/delete", R"({"ids": [2, 99]})").body,
              R"({"changed":1,"revision":0,"size":2})");
    EXPECT_EQ(call("PUT", "/v1/revision", R"({"revision": 41})").body,
              R"({"changed":0,"revision":41,"size":2})");
    program_.send_signal(SIGTERM);
    EXPECT_EQ(program_.wait(), 0) << program_.output();
    Program again({"serve", "--port", "0", "--data", folder_.path().string()});
    const json status = json::parse(request("GET", again.wait_for_address() + "/v1/status").body);
    EXPECT_EQ(status.at("size"), 2);
    EXPECT_EQ(status.at("revision"), 41);
}

TEST_F(Service, AFolderOrAPortInUseIsNamed) {
    Program second({"serve", "--port", "0", "--data", folder_.path().string()});
    EXPECT_EQ(second.wait(), 1);
    EXPECT_THAT(second.output(), AllOf(HasSubstr(folder_.path().string()), HasSubstr("in use")));
    const std::string port = address_.substr(address_.rfind(':') + 1);
    Program third({"serve", "--port", port, "--dimension", "3"});
    EXPECT_EQ(third.wait(), 1);
    EXPECT_THAT(third.output(), HasSubstr(port));
}

TEST_F(Service, OptionsThatContradictTheDataAreNamed) {
    program_.send_signal(SIGINT);
    ASSERT_EQ(program_.wait(), 0);
    Program other({"serve", "--port", "0", "--dimension", "128", "--data", folder_.path().string()});
    EXPECT_EQ(other.wait(), 1);
    EXPECT_THAT(other.output(), AllOf(HasSubstr("dimension is to be 128"), HasSubstr("made with 3")));
}

TEST_F(Service, ADamagedSnapshotIsNamed) {
    program_.send_signal(SIGINT);
    ASSERT_EQ(program_.wait(), 0);
    std::ofstream(folder_ / "index.hnsw", std::ios::binary) << "no index";
    Program again({"serve", "--port", "0", "--data", folder_.path().string()});
    EXPECT_EQ(again.wait(), 1);
    EXPECT_THAT(again.output(), AllOf(HasSubstr("index.hnsw"), HasSubstr("damaged")));
}

TEST_F(Service, ADamagedSnapshotIsSetAsideWhereThatIsAskedFor) {
    program_.send_signal(SIGINT);
    ASSERT_EQ(program_.wait(), 0);
    std::ofstream(folder_ / "index.hnsw", std::ios::binary) << "no index";
    Program again({"serve", "--port", "0", "--data", folder_.path().string(), "--dimension", "3",
                   "--set-damaged-aside"});
    const std::string address = again.wait_for_address();
    ASSERT_FALSE(address.empty()) << again.output();
    const json status = json::parse(request("GET", address + "/v1/status").body);
    EXPECT_EQ(status.at("size"), 0);
    EXPECT_EQ(status.at("revision"), 0) << "its owner sees that it is to be filled again";
    EXPECT_EQ(std::filesystem::file_size(folder_ / "index.hnsw.damaged"), 8U) << "nothing is lost";
}

TEST(ProgramWithoutFolder, NeedsADimension) {
    Program program({"serve", "--port", "0"});
    EXPECT_EQ(program.wait(), 1);
    EXPECT_THAT(program.output(), HasSubstr("--dimension"));
}

TEST(ProgramOfCodes, KeepsCodesAloneWhereThatIsAskedFor) {
    const TemporaryFolder folder;
    const std::vector<std::string> command{
        "serve", "--port", "0", "--data", folder.path().string(), "--dimension", "3", "--storage"};
    const auto with = [&](const char* storage) {
        auto arguments = command;
        arguments.emplace_back(storage);
        return arguments;
    };
    {
        Program program(with("compact"));
        const std::string address = program.wait_for_address();
        ASSERT_EQ(request("POST", address + "/v1/upsert", upsert_body({item(1, 10, {0.5, 0.3, 0})})).status,
                  200);
        const json status = json::parse(request("GET", address + "/v1/status").body);
        EXPECT_EQ(status["options"]["storage"], "compact");
        const json found =
            json::parse(request("POST", address + "/v1/search", R"({"vector":[0.5,0.3,0],"k":1})").body);
        EXPECT_NEAR(found["results"][0][0]["distance"], 0, 0.01);
        program.send_signal(SIGTERM);
        EXPECT_EQ(program.wait(), 0);
    }
    Program other(with("exact"));
    EXPECT_EQ(other.wait_for_address(), "");
    EXPECT_NE(other.wait(), 0);
    EXPECT_THAT(other.output(), AllOf(HasSubstr("compact"), HasSubstr("exact"), HasSubstr("another folder")));
}

TEST(ProgramKilled, KeepsEveryUpsertThatItAcknowledged) {
    const TemporaryFolder folder;
    int next = 0;
    for (int round = 0; round < 3; ++round) {
        Program program({"serve", "--port", "0", "--dimension", "4", "--data", folder.path().string()});
        const std::string address = program.wait_for_address();
        ASSERT_FALSE(address.empty()) << program.output();
        const json status = json::parse(request("GET", address + "/v1/status").body);
        // The one that was under way may be there too.
        EXPECT_GE(status.at("size"), next);
        EXPECT_LE(status.at("size"), next + 1);
        EXPECT_EQ(status.at("revision"), round);
        for (int id = 0; id < next; ++id) {
            const json query{{"vector", {id, 1, 2, 3}}, {"k", 1}};
            const json answer = json::parse(request("POST", address + "/v1/search", query.dump()).body);
            ASSERT_EQ(answer.at("results").at(0).at(0).at("id"), id);
        }
        ASSERT_EQ(request("PUT", address + "/v1/revision", json{{"revision", round + 1}}.dump()).status, 200);
        // While upserts come one after another the process dies.
        std::atomic<int> done = next;
        std::thread writer([&] {
            for (int id = next; request("POST", address + "/v1/upsert",
                                        upsert_body({item(id, id, {static_cast<float>(id), 1, 2, 3})}))
                                    .status == 200;
                 ++id)
                done = id + 1;
        });
        while (done < next + 30) std::this_thread::sleep_for(std::chrono::milliseconds(2));
        program.send_signal(SIGKILL);
        writer.join();
        EXPECT_EQ(program.wait(), -SIGKILL);
        next = done;
    }
}

}  // namespace
}  // namespace hnsw
