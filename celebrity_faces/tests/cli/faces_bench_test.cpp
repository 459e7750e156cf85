#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "program.hpp"

namespace faces {
namespace {

using testing::Finished;
using ::testing::HasSubstr;

TEST(FacesBench, MeasuresThisProgramBesideDlibAndSaysWhichPeerIsMissing) {
    FACES_NEED_ASTRONAUT(photo);
    const Finished run =
        testing::run({FACES_BENCH, photo->string(), "--rounds", "1", "--json", "--face-api", "/nowhere"},
                     {{"CELEBRITY_FACES_RESOURCES", FACES_RESOURCES}});
    ASSERT_EQ(run.status, 0) << run.err;
    EXPECT_THAT(run.err, HasSubstr("face-api is left out"));
    const auto pipelines = nlohmann::json::parse(run.out).at("photos").at(0).at("pipelines");
    ASSERT_GE(pipelines.size(), 2U);
    EXPECT_THAT(pipelines.front().at("name"), HasSubstr("celebrity-faces"));
    EXPECT_THAT(pipelines.back().at("name"), HasSubstr("dlib"));
    for (const auto& pipeline : pipelines) {
        EXPECT_EQ(pipeline.at("faces"), 1);
        EXPECT_GT(pipeline.at("median_ms"), 0);
    }
}

TEST(FacesBench, APhotoThatIsNoneIsNamed) {
    const testing::TemporaryFolder folder;
    testing::write_file(folder / "none.jpg", "not a photo");
    const Finished run = testing::run({FACES_BENCH, (folder / "none.jpg").string(), "--rounds", "1"},
                                      {{"CELEBRITY_FACES_RESOURCES", FACES_RESOURCES}});
    EXPECT_EQ(run.status, 1);
    EXPECT_THAT(run.err, HasSubstr("not a picture"));
}

}  // namespace
}  // namespace faces
