#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <thread>

#include "photo/decode.hpp"
#include "photo/encode.hpp"
#include "photo/made_photos.hpp"
#include "photo/resize.hpp"
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

std::string bytes_of(const std::vector<std::uint8_t>& bytes) {
    return {bytes.begin(), bytes.end()};
}

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

TEST(Serve, AnImportBesideItIsServedSoonAndThePhotoCanBeBlended) {
    FACES_NEED_ASTRONAUT(photo);
    const TemporaryFolder folder;
    const std::string data = (folder / "data").string();
    const Server server(serve(data));
    write_file(folder / "people/Eileen_Collins.png", read_file(*photo));
    ASSERT_EQ(celebrity_faces({"gallery", "import", (folder / "people").string(), "--data", data}).status, 0);
    ASSERT_TRUE(server.becomes([&] { return Json::parse(server.get("/readyz").body)["faces"] == 1; }));

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
                       {"person_face", view["matches"][0]["face"]},
                       {"t", 0.5}};
    const HttpReply blend = server.post_json("/api/v1/blends", request.dump());
    EXPECT_EQ(blend.status, 200) << blend.body;
    EXPECT_EQ(decode_photo({reinterpret_cast<const std::uint8_t*>(blend.body.data()), blend.body.size()})
                  .image.width,
              256);

    const auto people = Json::parse(server.get("/api/v1/people").body)["people"];
    EXPECT_EQ(people.at(0)["portrait"], view["matches"][0]["photo"]) << "cut to her best face";

    ASSERT_EQ(celebrity_faces({"gallery", "remove", "Eileen Collins", "--data", data}).status, 0);
    EXPECT_TRUE(server.becomes([&] { return server.get(view["matches"][0]["photo"]).status == 404; }));
}

TEST(Serve, TheBuiltInGalleryIsDrawn) {
    FACES_NEED_ASTRONAUT(photo);
    const TemporaryFolder data;
    const Server server(serve(data.string()));
    const HttpReply reply = server.post_photo("/api/v1/matches", read_file(*photo), {{"k", "2"}});
    ASSERT_EQ(reply.status, 200) << reply.body;
    const Json view = Json::parse(reply.body)["faces"].at(0)["views"].at(0);
    const Json& match = view["matches"].at(0);
    EXPECT_TRUE(match["photo"].is_null());
    const HttpReply portrait = server.get(match["drawn"]);
    EXPECT_EQ(portrait.content_type, "image/jpeg");
    EXPECT_THAT(portrait.body, HasSubstr("trainedAlgorithmicMedia"));
    EXPECT_EQ(server.get("/api/v1/people/123456/drawn").status, 404);

    Json request{{"kind", "drawn"},
                 {"face", {{"embedding", view["embedding"]}}},
                 {"person", match["person"]["id"]},
                 {"t", 1}};
    const HttpReply person = server.post_json("/api/v1/blends", request.dump());
    ASSERT_EQ(person.status, 200) << person.body;
    EXPECT_EQ(person.body, portrait.body) << "at t = 1 it is the person";
    request["t"] = 0.5;
    const HttpReply both = server.post_json("/api/v1/blends", request.dump());
    EXPECT_EQ(both.status, 200);
    EXPECT_NE(both.body, person.body);
    request["kind"] = "photos";
    request["face"]["portrait"] = view["portrait"];
    EXPECT_EQ(server.post_json("/api/v1/blends", request.dump()).status, 422) << "there is no photo";
    request["kind"] = "any";
    EXPECT_EQ(server.post_json("/api/v1/blends", request.dump()).body, both.body);

    const auto status_with = [&](const char* field, const Json& value) {
        Json changed = request;
        changed["kind"] = "drawn";
        (std::string(field) == "kind" ? changed["kind"] : changed["face"]["embedding"]) = value;
        return server.post_json("/api/v1/blends", changed.dump()).status;
    };
    EXPECT_EQ(status_with("kind", "painted"), 400);
    EXPECT_EQ(status_with("embedding", Json::array()), 400);
    EXPECT_EQ(status_with("embedding", {1, 2, 3}), 400);
    EXPECT_EQ(status_with("embedding", Json(std::vector<double>(128, 0.0))), 400);
    EXPECT_EQ(status_with("embedding", "a face"), 400);
}

TEST(Serve, BadInputIsAProblemAndTheServerGoesOn) {
    FACES_NEED_ASTRONAUT(photo);
    const TemporaryFolder data;
    const Server server(serve(data.string()));
    const std::string png = read_file(*photo);
    const std::string jpeg = bytes_of(encode_jpeg(decode_photo(read_photo_file(*photo)).image));
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
        {jpeg.substr(0, jpeg.size() / 2), {}, 422, "damaged_photo"},
        {bytes_of(testing::png_header(40'001, 1'000)), {}, 413, "too_large"},
        {bytes_of(testing::png_header(31, 1'000)), {}, 422, "too_small"},
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
          R"({"face":{},"person":"x"})", R"({"face":{},"person":1,"t":1e400})"}) {
        EXPECT_EQ(server.post_json("/api/v1/blends", body).status, 400) << body;
    }
}

TEST(Serve, NoFaceAndTwoHundredFacesAreAnswered) {
    FACES_NEED_ASTRONAUT(photo);
    const TemporaryFolder data;
    const Server server(serve(data.string()));
    const auto faces_in = [&](const Image& image) {
        const HttpReply reply = server.post_photo("/api/v1/matches", bytes_of(encode_jpeg(image)));
        EXPECT_EQ(reply.status, 200) << reply.body;
        return Json::parse(reply.body)["faces"];
    };
    EXPECT_TRUE(faces_in(Image(320, 240)).empty());

    const Image tile =
        resize(cut(decode_photo(read_photo_file(*photo)).image, {124, 20, 200, 200}), 100, 100);
    Image crowd(2000, 1000);
    for (int i = 0; i < 200; ++i) {
        for (int y = 0; y < 100; ++y) {
            std::copy_n(tile.row(y), 300,
                        crowd.row(i / 20 * 100 + y) + static_cast<std::ptrdiff_t>(i % 20) * 300);
        }
    }
    const Json faces = faces_in(crowd);
    EXPECT_EQ(faces.size(), 200U);
    for (const Json& face : faces) {
        EXPECT_EQ(face["views"][0]["matches"].size(), 5U);
    }
}

TEST(Serve, TwoPhotosOfFortyMegapixelsAtOnceTakeLessThan700Megabytes) {
#if defined(__SANITIZE_ADDRESS__)
    GTEST_SKIP() << "AddressSanitizer's shadow and quarantine take more than the program";
#endif
    FACES_NEED_ASTRONAUT(photo);
    const TemporaryFolder data;
    const Server server(serve(data.string()));
    const Image large = resize(decode_photo(read_photo_file(*photo)).image, 6'320, 6'320);
    // All coefficients of a progressive JPEG are held while it is decoded.
    const std::vector<std::string> photos{
        bytes_of(encode_jpeg(large)), bytes_of(testing::jpeg_of_kind(large, testing::JpegKind::progressive))};
    for (const std::size_t first : {0U, 1U}) {
        std::vector<std::jthread> visitors;
        for (int visitor = 0; visitor < 2; ++visitor) {
            visitors.emplace_back([&] {
                const HttpReply reply = server.post_photo("/api/v1/matches", photos[first]);
                EXPECT_EQ(reply.status, 200) << reply.body;
                EXPECT_GE(Json::parse(reply.body)["faces"].size(), 1U);
            });
        }
    }
    EXPECT_LT(testing::peak_memory_mb(server.pid()), 700);
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
