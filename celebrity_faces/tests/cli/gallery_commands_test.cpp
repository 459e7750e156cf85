#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "gallery/store.hpp"
#include "program.hpp"

namespace faces {
namespace {

using testing::celebrity_faces;
using testing::Finished;
using ::testing::HasSubstr;
using testing::read_file;
using testing::TemporaryFolder;
using testing::write_file;

/// One person's photo, a text that calls itself a photo, and a table.
struct GalleryCommands : ::testing::Test {
    TemporaryFolder folder;
    std::string data = (folder / "data").string();

    Finished gallery(std::vector<std::string> arguments) const {
        arguments.insert(arguments.begin(), "gallery");
        arguments.insert(arguments.end(), {"--data", data});
        return celebrity_faces(arguments);
    }
    void write_people(const std::filesystem::path& photo) const {
        write_file(folder / "people/Eileen_Collins/first.png", read_file(photo));
        write_file(folder / "people/Юрий_Гагарин.jpg", "not a photo");
    }
};

TEST_F(GalleryCommands, ImportGoesOnPastBadPhotosAndSaysWhichAndWhy) {
    FACES_NEED_ASTRONAUT(photo);
    write_people(*photo);
    const Finished first = gallery({"import", (folder / "people").string()});
    EXPECT_EQ(first.status, 1) << "a row failed";
    EXPECT_THAT(first.out, HasSubstr("1 added (1 new people)"));
    EXPECT_THAT(first.out, HasSubstr("1 failed"));
    bool told = false;
    for (const auto& entry : std::filesystem::directory_iterator(data)) {
        if (!entry.path().filename().string().starts_with("import-failures")) {
            continue;
        }
        EXPECT_THAT(read_file(entry.path()), HasSubstr("Юрий Гагарин"));
        EXPECT_THAT(read_file(entry.path()), HasSubstr("not a picture"));
        told = true;
    }
    EXPECT_TRUE(told);
    EXPECT_THAT(gallery({"import", (folder / "people").string()}).out, HasSubstr("1 were in already"));
}

TEST_F(GalleryCommands, ListShowExportAndRemoveDoWhatTheySay) {
    FACES_NEED_ASTRONAUT(photo);
    write_people(*photo);
    (void)gallery({"import", (folder / "people").string()});
    EXPECT_THAT(gallery({"list"}).out, HasSubstr("Eileen Collins"));
    EXPECT_EQ(nlohmann::json::parse(gallery({"list", "--json"}).out).at(0).at("name"), "Eileen Collins");
    EXPECT_THAT(gallery({"show", "Eileen Collins"}).out, HasSubstr("first.png"));
    EXPECT_EQ(gallery({"show", "Nobody"}).status, 1);

    EXPECT_EQ(gallery({"export", (folder / "export").string()}).status, 0);
    const std::string second = (folder / "second").string();
    const Finished back =
        celebrity_faces({"gallery", "import", (folder / "export").string(), "--data", second});
    EXPECT_THAT(back.out, HasSubstr("1 added"));
    EXPECT_THAT(celebrity_faces({"gallery", "list", "--data", second}).out, HasSubstr("Eileen Collins"));

    write_file(folder / "data/index.hnsw", "a snapshot that holds her embedding");
    EXPECT_THAT(gallery({"remove", "Eileen Collins"}).out, HasSubstr("1 photos"));
    EXPECT_FALSE(std::filesystem::exists(folder / "data/index.hnsw"));
    EXPECT_THAT(gallery({"list"}).out, HasSubstr("0 people"));
    EXPECT_TRUE(std::filesystem::exists(folder / "people/Eileen_Collins/first.png"))
        << "one's own files stay";
    EXPECT_EQ(gallery({"remove", "Eileen Collins"}).status, 1);
}

TEST_F(GalleryCommands, ATableNamesItsBadRowsByLine) {
    FACES_NEED_ASTRONAUT(photo);
    write_people(*photo);
    write_file(folder / "table.csv",
               "name,file,credit\n\"Collins, \"\"Mom\"\" Eileen\",people/Eileen_Collins/first.png,NASA\n"
               "Nobody,missing.jpg,\n");
    const Finished run = gallery({"import", "--csv", (folder / "table.csv").string()});
    EXPECT_EQ(run.status, 1);
    EXPECT_THAT(run.out, HasSubstr("1 added"));
    EXPECT_THAT(gallery({"show", "Collins, \"Mom\" Eileen"}).out, HasSubstr("NASA"));
}

TEST_F(GalleryCommands, LookingAtAGalleryThatIsNotThereMakesNone) {
    const Finished run = gallery({"list"});
    EXPECT_EQ(run.status, 1);
    EXPECT_THAT(run.err, HasSubstr("gallery import"));
    EXPECT_FALSE(std::filesystem::exists(data));
    EXPECT_EQ(gallery({"import"}).status, 2);
    EXPECT_EQ(gallery({"import", "/nowhere"}).status, 1);
    std::filesystem::create_directories(folder / "nobody");
    const Finished empty = gallery({"import", (folder / "nobody").string()});
    EXPECT_EQ(empty.status, 1);
    EXPECT_THAT(empty.err, HasSubstr("Ada_Lovelace/1.jpg")) << "it says what is looked for";
}

/// A face in a direction, with a little of another: faces of one direction are one person's, others
/// strangers'.
NewFace face_towards(const std::string& person, std::size_t direction, std::size_t lean) {
    Embedding embedding(128);
    embedding[direction] = 0.98F;
    embedding[lean] = 0.199F;
    return {person, {}, {{1, 2, 3, 4}, 0.5, {}}, embedding};
}

struct GalleryCheck : GalleryCommands {
    void fill(const std::vector<NewFace>& faces) const {
        Store(data).insert_faces(faces, {"mobilefacenet", 128, "l2", "f32"});
    }
    std::vector<NewFace> sound{face_towards("Ada", 0, 1),   face_towards("Ada", 0, 2),
                               face_towards("Ada", 0, 3),   face_towards("Bob", 10, 11),
                               face_towards("Bob", 10, 12), face_towards("Eve", 20, 21)};
};

TEST_F(GalleryCheck, ASoundGalleryHasNoSuspects) {
    fill({});
    EXPECT_EQ(gallery({"check"}).status, 0) << "nor an empty one";
    fill(sound);
    const Finished run = gallery({"check"});
    EXPECT_EQ(run.status, 0) << run.err;
    EXPECT_EQ(run.out, "0 of 6 photos may show somebody else\n");
    EXPECT_EQ(gallery({"check", "--json"}).out, "[]\n");
}

TEST_F(GalleryCheck, WhoIsInAnothersFolderIsNamedWithTheReason) {
    NewFace wrong = face_towards("Ada", 10, 13);
    wrong.photo =
        NewPhoto{std::string(64, 'a'), {1, 2, 3}, 640, 480, "https://example.org/w", "", "", "wrong.jpg"};
    fill(sound);
    fill({wrong});
    const std::string reason =
        "looks no more like this person's other 3 photos than a stranger does, and like Bob";
    const Finished run = gallery({"check"});
    EXPECT_EQ(run.status, 1);
    EXPECT_EQ(run.out, "Ada  photo 1  from wrong.jpg  https://example.org/w: " + reason +
                           "\n1 of 7 photos may show somebody else\n");
    const Finished json_run = gallery({"check", "--json"});
    EXPECT_EQ(json_run.status, 1);
    const auto json = nlohmann::json::parse(json_run.out);
    ASSERT_EQ(json.size(), 1U);
    EXPECT_EQ(json[0]["person"]["name"], "Ada");
    EXPECT_EQ(json[0]["photo"]["id"], 1);
    EXPECT_EQ(json[0]["photo"]["source"], "wrong.jpg");
    EXPECT_EQ(json[0]["photo"]["link"], "https://example.org/w");
    EXPECT_TRUE(std::filesystem::exists(json[0]["photo"]["file"].get<std::string>()));
    EXPECT_EQ(json[0]["reason"], reason);
    EXPECT_EQ(gallery({"list"}).status, 0);
    EXPECT_EQ(Store(data).counts().faces, 7U) << "nothing is removed";
}

TEST_F(GalleryCheck, AnImportSaysHowManyMayShowSomebodyElseAndWhere) {
    fill(sound);
    fill({face_towards("Ada", 10, 13)});
    (void)gallery({"export", (folder / "export").string()});
    data = (folder / "second").string();
    const Finished run = gallery({"import", (folder / "export").string()});
    EXPECT_EQ(run.status, 0) << run.err;
    EXPECT_THAT(run.out, HasSubstr("1 photos of these people may show somebody else"));
    EXPECT_THAT(run.out, HasSubstr("what to look at and why: " + data + "/import-warnings-"));
}

TEST_F(GalleryCheck, AnUnknownNetworkNeedsPeopleToMeasureOn) {
    Store(data).insert_faces(sound, {"my-own", 128, "cosine", "f32"});
    const Finished run = gallery({"check"});
    EXPECT_EQ(run.status, 1);
    EXPECT_THAT(run.err, HasSubstr("import 10 or more"));
}

}  // namespace
}  // namespace faces
