#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "program.hpp"

namespace faces {
namespace {

using testing::celebrity_faces;
using testing::Finished;
using ::testing::HasSubstr;
using testing::read_file;
using testing::TemporaryFolder;
using testing::write_file;

/// Ada with two photos, which are one; Bert with one, which is hers too; and a photo that is none.
struct EvaluateCommands : ::testing::Test {
    TemporaryFolder folder;
    std::string people = (folder / "people").string();

    void write_people(const std::filesystem::path& photo) const {
        for (const char* name : {"Ada/1.png", "Ada/2.png", "Bert/1.png"}) {
            write_file(folder / "people" / name, read_file(photo));
        }
        write_file(folder / "people/Ada/3.png", "not a photo");
    }
};

TEST_F(EvaluateCommands, IdentificationSearchesEveryPhotoOfPeopleWithTwo) {
    FACES_NEED_ASTRONAUT(photo);
    write_people(*photo);
    const Finished run = celebrity_faces({"evaluate", "identify", "--images", people, "--json"});
    ASSERT_EQ(run.status, 0) << run.err;
    const auto json = nlohmann::json::parse(run.out);
    EXPECT_EQ(json.at("photos"), 4);
    EXPECT_EQ(json.at("missing"), 1);
    EXPECT_EQ(json.at("probes"), 3);
    EXPECT_NEAR(json.at("rank_1").get<double>(), 2.0 / 3, 1e-9) << "the photo that is none counts as wrong";
    EXPECT_THAT(run.err, HasSubstr("3.png")) << "the photo that is none is named";
}

TEST_F(EvaluateCommands, AnOpenSetWithoutAnybodyToAskIsToldSo) {
    FACES_NEED_ASTRONAUT(photo);
    write_people(*photo);
    const std::string kept = (folder / "kept").string();
    // Bert's one photo is under Ada's name too, and without the wrong label nobody is left to ask.
    const Finished run = celebrity_faces({"evaluate", "open-set", "--images", people, "--embeddings", kept});
    EXPECT_NE(run.status, 0);
    EXPECT_THAT(run.err, HasSubstr("an open set needs both"));
    EXPECT_TRUE(std::filesystem::exists(kept));
}

TEST_F(EvaluateCommands, EmbeddingsAreKeptForTheNextOne) {
    FACES_NEED_ASTRONAUT(photo);
    write_people(*photo);
    const std::string kept = (folder / "kept").string();
    const auto identify = [&](const std::vector<std::string>& more) {
        std::vector<std::string> command{"evaluate",     "identify", "--images", people,
                                         "--embeddings", kept,       "--json"};
        command.insert(command.end(), more.begin(), more.end());
        return celebrity_faces(command);
    };
    const Finished first = identify({});
    ASSERT_EQ(first.status, 0) << first.err;
    const auto written = std::filesystem::last_write_time(kept);
    EXPECT_EQ(identify({}).out, first.out);
    EXPECT_EQ(std::filesystem::last_write_time(kept), written) << "nothing was recognised anew";
    const Finished other = identify({"--embedder", "dlib-resnet-v1"});
    EXPECT_NE(other.status, 0);
    EXPECT_THAT(other.err, HasSubstr("was made by"));
}

}  // namespace
}  // namespace faces
