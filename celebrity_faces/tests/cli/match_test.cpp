#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "photo/decode.hpp"
#include "photo/encode.hpp"
#include "photo/resize.hpp"
#include "program.hpp"
#include "test_photos.hpp"

namespace faces {
namespace {

using testing::celebrity_faces;
using ::testing::ElementsAre;
using testing::Finished;
using ::testing::HasSubstr;
using testing::read_file;
using testing::TemporaryFolder;
using testing::write_file;
using Json = nlohmann::json;

std::string text(const std::vector<std::uint8_t>& bytes) {
    return {bytes.begin(), bytes.end()};
}

std::vector<std::string> keys(const Json& object) {
    std::vector<std::string> names;
    for (const auto& [name, value] : object.items()) {
        names.push_back(name);
    }
    return names;
}

TEST(Match, TheDocumentHasTheFormThatIsPromised) {
    FACES_NEED_ASTRONAUT(photo);
    const TemporaryFolder data;
    const Finished run = celebrity_faces(
        {"match", photo->string(), "--json", "--data", data.string(), "--views", "aligned,wide"});
    ASSERT_EQ(run.status, 0) << run.err;
    const Json document = Json::parse(run.out);
    EXPECT_THAT(keys(document), ElementsAre("photos"));
    const Json& entry = document["photos"].at(0);
    EXPECT_THAT(keys(entry), ElementsAre("error", "faces", "file"));
    EXPECT_EQ(entry["file"], photo->string());
    EXPECT_TRUE(entry["error"].is_null());
    ASSERT_EQ(entry["faces"].size(), 1U);
    const Json& face = entry["faces"][0];
    EXPECT_THAT(keys(face), ElementsAre("box", "quality", "score", "views"));
    EXPECT_THAT(keys(face["quality"]),
                ElementsAre("brightness", "contrast", "eyes_px", "notes", "roll", "sharpness", "yaw"));
    EXPECT_EQ(face["quality"]["notes"], Json::array()) << "a portrait by a photographer";
    EXPECT_THAT(keys(face["box"]), ElementsAre("height", "width", "x", "y"));
    EXPECT_NEAR(face["box"]["x"].get<int>() + face["box"]["width"].get<int>() / 2, 222, 15)
        << "the astronaut's face";
    EXPECT_NEAR(face["box"]["y"].get<int>() + face["box"]["height"].get<int>() / 2, 120, 20);
    ASSERT_EQ(face["views"].size(), 2U);
    EXPECT_EQ(face["views"][0]["view"], "aligned");
    EXPECT_EQ(face["views"][1]["view"], "wide");
    const Json& matches = face["views"][0]["matches"];
    ASSERT_EQ(matches.size(), 5U);
    std::vector<int> people;
    for (std::size_t i = 0; i < matches.size(); ++i) {
        EXPECT_THAT(keys(matches[i]), ElementsAre("distance", "person", "photo", "similarity"));
        EXPECT_THAT(keys(matches[i]["person"]), ElementsAre("id", "name"));
        EXPECT_TRUE(matches[i]["photo"].is_null()) << "the built-in gallery has no photos";
        EXPECT_GE(matches[i]["similarity"].get<double>(), 0);
        EXPECT_LE(matches[i]["similarity"].get<double>(), 100);
        people.push_back(static_cast<int>(matches[i]["person"]["id"].get<std::int64_t>() % 1'000'000));
        if (i > 0) {
            EXPECT_GE(matches[i]["distance"], matches[i - 1]["distance"]);
        }
    }
    std::ranges::sort(people);
    EXPECT_EQ(std::ranges::adjacent_find(people), people.end()) << "five people, not one person five times";
}

TEST(Match, APhotoThatFailsHasItsErrorAndTheOthersAreAnswered) {
    FACES_NEED_ASTRONAUT(photo);
    const TemporaryFolder folder;
    const std::string jpeg = text(encode_jpeg(decode_photo(read_photo_file(*photo)).image));
    const std::string png = read_file(*photo);
    const std::map<std::string, std::pair<std::string, std::string>> bad{
        {"empty.jpg", {"", "empty"}},
        {"text.jpg", {"not a picture at all", "not a picture"}},
        {"cut.jpg", {jpeg.substr(0, jpeg.size() / 2), "damaged"}},
        {"cut.png", {png.substr(0, png.size() / 2), "damaged"}},
    };
    std::vector<std::string> command{"match", "--json", "--data", (folder / "data").string()};
    for (const auto& [name, content] : bad) {
        write_file(folder / name, content.first);
        command.push_back((folder / name).string());
    }
    for (const char* name : {"a.b.jpg", "it's \"quoted\".jpg", "Юрий Гагарин.jpg"}) {
        write_file(folder / name, jpeg);
        command.push_back((folder / name).string());
    }
    const Finished run = celebrity_faces(command);
    EXPECT_EQ(run.status, 1);
    const Json photos = Json::parse(run.out)["photos"];
    ASSERT_EQ(photos.size(), 7U);
    for (const Json& entry : photos) {
        const auto name = std::filesystem::path(entry["file"].get<std::string>()).filename().string();
        if (bad.contains(name)) {
            EXPECT_THAT(entry["error"].get<std::string>(), HasSubstr(bad.at(name).second)) << name;
            EXPECT_TRUE(entry["faces"].empty());
        } else {
            EXPECT_TRUE(entry["error"].is_null()) << name;
            EXPECT_EQ(entry["faces"].size(), 1U) << name;
        }
    }
}

TEST(Match, PicturesOfPhotosOfOneNameAreNamedApart) {
    FACES_NEED_ASTRONAUT(photo);
    const TemporaryFolder folder;
    write_file(folder / "a/x.png", read_file(*photo));
    write_file(folder / "b/x.png", read_file(*photo));
    const auto run = celebrity_faces({"match", (folder / "a/x.png").string(), (folder / "b/x.png").string(),
                                      "--out", (folder / "out").string(), "--data", folder.string()});
    ASSERT_EQ(run.status, 0) << run.err;
    EXPECT_TRUE(std::filesystem::exists(folder / "out/x-faces.jpg"));
    EXPECT_TRUE(std::filesystem::exists(folder / "out/x-2-faces.jpg"));
}

TEST(Match, APhotoWhosePicturesCannotBeWrittenHasOneAnswer) {
    FACES_NEED_ASTRONAUT(photo);
    const TemporaryFolder folder;
    const auto run = celebrity_faces(
        {"match", photo->string(), "--json", "--out", "/proc/nowhere", "--data", folder.string()});
    EXPECT_EQ(run.status, 1);
    const Json photos = Json::parse(run.out)["photos"];
    ASSERT_EQ(photos.size(), 1U);
    EXPECT_THAT(photos[0]["error"].get<std::string>(), HasSubstr("/proc/nowhere"));
}

TEST(Match, NoFaceIsAnAnswerAndNotAnError) {
    const TemporaryFolder folder;
    write_file(folder / "flat.jpg", text(encode_jpeg(Image(320, 240))));
    const Finished run =
        celebrity_faces({"match", (folder / "flat.jpg").string(), "--json", "--data", folder.string()});
    EXPECT_EQ(run.status, 0) << run.err;
    EXPECT_TRUE(Json::parse(run.out)["photos"][0]["faces"].empty());
}

TEST(Match, TwoHundredFacesAreAllAnswered) {
    FACES_NEED_DATA(lfw, "lfw");
    const auto files = testing::first_lfw_photos(*lfw, 200);
    Image crowd(2000, 1000);
    for (std::size_t i = 0; i < files.size(); ++i) {
        const Image tile =
            resize(cut(decode_photo(read_photo_file(files[i])).image, {50, 50, 150, 150}), 100, 100);
        for (int y = 0; y < 100; ++y) {
            std::copy_n(tile.row(y), 300, crowd.row(static_cast<int>(i / 20) * 100 + y) + (i % 20) * 300);
        }
    }
    const TemporaryFolder folder;
    write_file(folder / "crowd.jpg", text(encode_jpeg(crowd)));
    const Finished run =
        celebrity_faces({"match", (folder / "crowd.jpg").string(), "--json", "--data", folder.string()});
    ASSERT_EQ(run.status, 0) << run.err;
    const Json faces = Json::parse(run.out)["photos"][0]["faces"];
    EXPECT_GE(faces.size(), 196U);
    for (const Json& face : faces) {
        EXPECT_EQ(face["views"][0]["matches"].size(), 5U);
    }
}

TEST(Match, WhatIsAskedForWronglyIsNamed) {
    const TemporaryFolder folder;
    write_file(folder / "flat.jpg", text(encode_jpeg(Image(320, 240))));
    const std::string photo = (folder / "flat.jpg").string();
    const auto run = [&](std::vector<std::string> more) {
        more.insert(more.begin(), {"match", photo, "--data", folder.string()});
        return celebrity_faces(more);
    };
    EXPECT_THAT(run({"--detector", "hog"}).err,
                HasSubstr("detector \"hog\" is unknown: centerface, mtcnn, haar are known"));
    EXPECT_EQ(run({"--detector", "hog"}).status, 1);
    EXPECT_THAT(run({"-k", "0"}).err, HasSubstr("1 to 100"));
    EXPECT_THAT(run({"--views", "aligned,deep"}).err, HasSubstr("deep"));
    EXPECT_EQ(run({"--no-such-option"}).status, 2);
    EXPECT_EQ(celebrity_faces({"match"}).status, 2);
    EXPECT_EQ(celebrity_faces({}).status, 2);
}

TEST(Match, AnEmptyGalleryAndAKLargerThanTheGalleryAreAnswered) {
    FACES_NEED_ASTRONAUT(photo);
    const TemporaryFolder folder;
    // The program's resources without the built-in gallery.
    std::filesystem::create_directories(folder / "resources");
    std::filesystem::create_directory_symlink(FACES_RESOURCES "/models", folder / "resources/models");
    const testing::Environment bare{{"CELEBRITY_FACES_RESOURCES", (folder / "resources").string()}};
    const std::string data = (folder / "data").string();
    const std::vector<std::string> match{"match", photo->string(), "--json", "-k", "100", "--data", data};
    const Json nobody = Json::parse(celebrity_faces(match, bare).out);
    EXPECT_TRUE(nobody["photos"][0]["faces"][0]["views"][0]["matches"].empty());

    write_file(folder / "people/Eileen_Collins.png", read_file(*photo));
    ASSERT_EQ(
        celebrity_faces({"gallery", "import", (folder / "people").string(), "--data", data}, bare).status, 0);
    const Json one = Json::parse(celebrity_faces(match, bare).out);
    const Json& matches = one["photos"][0]["faces"][0]["views"][0]["matches"];
    ASSERT_EQ(matches.size(), 1U);
    EXPECT_EQ(matches[0]["person"]["name"], "Eileen Collins");
    EXPECT_LT(matches[0]["distance"].get<double>(), 0.1);
    EXPECT_TRUE(std::filesystem::exists(matches[0]["photo"].get<std::string>()));
}

TEST(Match, WritesTheFacesAndTheFaceLikeBoth) {
    FACES_NEED_ASTRONAUT(photo);
    const TemporaryFolder folder;
    const std::string data = (folder / "data").string();
    write_file(folder / "people/Eileen_Collins.png", read_file(*photo));
    ASSERT_EQ(celebrity_faces({"gallery", "import", (folder / "people").string(), "--data", data}).status, 0);
    const Finished run =
        celebrity_faces({"match", photo->string(), "--data", data, "--out", (folder / "out").string()});
    ASSERT_EQ(run.status, 0) << run.err;
    EXPECT_THAT(run.out, HasSubstr("Eileen Collins"));
    for (const char* name :
         {"astronaut-faces.jpg", "astronaut-face1-aligned.jpg", "astronaut-face1-aligned-like-1.jpg"}) {
        EXPECT_FALSE(decode_photo(read_photo_file(folder / (std::string("out/") + name))).image.empty())
            << name;
    }
}

TEST(Match, StoresOfANewerSchemaAndDamagedIndexesAreTold) {
    FACES_NEED_ASTRONAUT(photo);
    const TemporaryFolder folder;
    const std::string data = (folder / "data").string();
    write_file(folder / "people/Eileen_Collins.png", read_file(*photo));
    ASSERT_EQ(celebrity_faces({"gallery", "import", (folder / "people").string(), "--data", data}).status, 0);
    const std::vector<std::string> match{"match", photo->string(), "--json", "--data", data};

    write_file(folder / "data/index.hnsw", "this is not an index");
    const Finished healed = celebrity_faces(match);
    EXPECT_EQ(healed.status, 0);
    EXPECT_THAT(healed.err, HasSubstr("index.hnsw")) << "it says that the index is built again";
    EXPECT_EQ(Json::parse(healed.out)["photos"][0]["faces"][0]["views"][0]["matches"].size(), 1U);

    // SQLite keeps the schema's version big-endian at byte 60 of the file.
    std::string store = read_file(folder / "data/gallery.sqlite");
    store[63] = static_cast<char>(99);
    write_file(folder / "data/gallery.sqlite", store);
    const Finished newer = celebrity_faces(match);
    EXPECT_EQ(newer.status, 1);
    EXPECT_THAT(newer.err, HasSubstr("99"));
}

}  // namespace
}  // namespace faces
