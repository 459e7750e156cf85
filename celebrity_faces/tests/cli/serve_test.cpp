#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <chrono>
#include <nlohmann/json.hpp>
#include <thread>

#include "photo/decode.hpp"
#include "photo/encode.hpp"
#include "photo/made_photos.hpp"
#include "program.hpp"

namespace faces {
namespace {

using testing::celebrity_faces;
using ::testing::HasSubstr;
using testing::HttpReply;
using testing::read_file;
using testing::Server;
using testing::TemporaryFolder;
using testing::write_file;
using Json = nlohmann::json;

std::vector<std::string> serve(const std::string& data) {
    return {CELEBRITY_FACES, "serve", "--port", "0", "--data", data};
}

TEST(Serve, AnswersThePageTheApiAndItsDocumentation) {
    const TemporaryFolder data;
    const Server server(serve(data.string()));
    EXPECT_THAT(server.get("/").body, HasSubstr("<html"));
    EXPECT_THAT(server.get("/docs").body, HasSubstr("swagger"));
    EXPECT_THAT(server.get("/openapi.yaml").body, HasSubstr("/api/v1/matches"));
    EXPECT_EQ(Json::parse(server.get("/readyz").body)["people"], 5749) << "the built-in gallery";
    EXPECT_THAT(server.get("/metrics").body, HasSubstr("celebrity_faces_people 5749"));
    const Json people = Json::parse(server.get("/api/v1/people?q=gagarin&limit=1").body);
    EXPECT_EQ(people["total"], 0);
    EXPECT_EQ(server.get("/api/v1/people/123456").status, 404);
    EXPECT_EQ(server.get("/api/v1/people?limit=0").content_type, "application/problem+json");
}

TEST(Serve, AnImportBesideItIsServedWithinTwoSecondsAndThePhotoCanBeBlended) {
    FACES_NEED_ASTRONAUT(photo);
    const TemporaryFolder folder;
    const std::string data = (folder / "data").string();
    const Server server(serve(data));
    write_file(folder / "people/Eileen_Collins.png", read_file(*photo));
    ASSERT_EQ(celebrity_faces({"gallery", "import", (folder / "people").string(), "--data", data}).status, 0);
    std::this_thread::sleep_for(std::chrono::seconds(2));

    const HttpReply reply = server.post_photo("/api/v1/matches", read_file(*photo));
    ASSERT_EQ(reply.status, 200) << reply.body;
    const Json view = Json::parse(reply.body)["faces"].at(0)["views"].at(0);
    ASSERT_EQ(view["matches"].size(), 1U);
    EXPECT_EQ(view["matches"][0]["person"]["name"], "Eileen Collins");
    EXPECT_EQ(view["embedding"].size(), 128U);
    const HttpReply picture = server.get(view["matches"][0]["photo"]);
    EXPECT_EQ(picture.content_type, "image/jpeg");

    const Json request{{"face", {{"embedding", view["embedding"]}, {"portrait", view["portrait"]}}},
                       {"person", view["matches"][0]["person"]["id"]},
                       {"t", 0.5}};
    const HttpReply blend = server.post_json("/api/v1/blends", request.dump());
    EXPECT_EQ(blend.status, 200) << blend.body;
    EXPECT_EQ(decode_photo({reinterpret_cast<const std::uint8_t*>(blend.body.data()), blend.body.size()})
                  .image.width,
              256);

    ASSERT_EQ(celebrity_faces({"gallery", "remove", "Eileen Collins", "--data", data}).status, 0);
    std::this_thread::sleep_for(std::chrono::seconds(2));
    EXPECT_EQ(server.get(view["matches"][0]["photo"]).status, 404);
}

TEST(Serve, BadInputIsAProblemAndTheServerGoesOn) {
    FACES_NEED_ASTRONAUT(photo);
    const TemporaryFolder data;
    const Server server(serve(data.string()));
    const std::string png = read_file(*photo);
    struct Case {
        std::string bytes;
        std::map<std::string, std::string> fields;
        long status;
        const char* code;
    };
    const std::vector<Case> cases{
        {"", {}, 415, "unsupported_media"},
        {"a text", {}, 415, "unsupported_media"},
        {png.substr(0, png.size() / 2), {}, 422, "damaged_photo"},
        {png, {{"k", "0"}}, 400, "invalid_argument"},
        {png, {{"k", "101"}}, 400, "invalid_argument"},
        {png, {{"k", "five"}}, 400, "invalid_argument"},
        {png, {{"detector", "hog"}}, 400, "invalid_argument"},
        {png, {{"views", "aligned,deep"}}, 400, "invalid_argument"},
        {std::string(25'000'001, '\xff'), {}, 413, "too_large"},
    };
    for (const Case& c : cases) {
        const HttpReply reply = server.post_photo("/api/v1/matches", c.bytes, c.fields);
        EXPECT_EQ(reply.status, c.status) << c.code << ": " << reply.body;
        EXPECT_EQ(reply.content_type, "application/problem+json");
        EXPECT_THAT(reply.body, HasSubstr(c.code));
    }
    for (const char* name : {"a.b.jpg", "it's \"quoted\".jpg", "Юрий Гагарин.jpg"}) {
        EXPECT_EQ(server.post_photo("/api/v1/matches", png, {}, name).status, 200) << name;
    }
    EXPECT_EQ(server.post_photo("/api/v1/matches", png, {{"detector", "haar"}}).status, 200);
    for (const char* body :
         {"", "{}", "[]", R"({"face":{"portrait":{"image":"x","landmarks":[]}},"person":1})",
          R"({"face":{},"person":"x"})"}) {
        EXPECT_EQ(server.post_json("/api/v1/blends", body).status, 400) << body;
    }
}

TEST(Serve, AHeicIsAnsweredWithAPictureThatBrowsersDraw) {
    FACES_NEED_ASTRONAUT(photo);
    const TemporaryFolder data;
    const Server server(serve(data.string()));
    const testing::Bytes heic = testing::heic_of(decode_photo(read_photo_file(*photo)).image);
    const HttpReply reply =
        server.post_photo("/api/v1/matches", {heic.begin(), heic.end()}, {}, "IMG_1.HEIC");
    ASSERT_EQ(reply.status, 200) << reply.body;
    const Json answer = Json::parse(reply.body);
    EXPECT_EQ(answer["faces"].size(), 1U);
    const Image preview = decode_photo(data_url_bytes(answer["photo"]["preview"])).image;
    EXPECT_EQ(preview.width, 512);
    EXPECT_TRUE(Json::parse(server.post_photo("/api/v1/matches", read_file(*photo)).body)["photo"]["preview"]
                    .is_null());
}

TEST(Serve, CtrlCEndsItCleanlyAndAUsedPortIsToldByItsNumber) {
    const TemporaryFolder data;
    Server server(serve(data.string()));
    const std::string port = server.url().substr(server.url().rfind(':') + 1);
    const auto second = celebrity_faces({"serve", "--port", port, "--data", data.string()});
    EXPECT_EQ(second.status, 1);
    EXPECT_THAT(second.err, HasSubstr(port));
    EXPECT_EQ(server.end(SIGINT), 0);
    Server again(serve(data.string()));
    EXPECT_EQ(again.end(SIGTERM), 0);
}

}  // namespace
}  // namespace faces
