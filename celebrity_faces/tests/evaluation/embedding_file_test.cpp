#include "evaluation/embedding_file.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "faces/error.hpp"
#include "temporary_folder.hpp"

namespace faces {
namespace {

using ::testing::HasSubstr;

TEST(EmbeddingFile, KeepsEmbeddingsAndProblems) {
    const tests::TemporaryFolder folder;
    EmbeddingFile file{"a network", {}};
    file.photos["a.jpg"] = {Embedding{0.25F, -1.1F}, {}};
    file.photos["b.jpg"] = {std::nullopt, "no face was found"};
    file.write(folder / "kept");
    const EmbeddingFile read = EmbeddingFile::read(folder / "kept", "a network");
    ASSERT_EQ(read.photos.size(), 2U);
    EXPECT_EQ(read.photos.at("a.jpg").embedding, file.photos.at("a.jpg").embedding);
    EXPECT_FALSE(read.photos.at("b.jpg").embedding);
    EXPECT_EQ(read.photos.at("b.jpg").problem, "no face was found");
}

TEST(EmbeddingFile, IsEmptyWhereThereIsNone) {
    EXPECT_TRUE(EmbeddingFile::read("/nowhere/kept", "a network").photos.empty());
}

TEST(EmbeddingFile, AnotherNetworksIsRefused) {
    const tests::TemporaryFolder folder;
    EmbeddingFile{"a network", {}}.write(folder / "kept");
    try {
        (void)EmbeddingFile::read(folder / "kept", "another");
        FAIL();
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::conflict);
        EXPECT_THAT(error.what(), HasSubstr("a network"));
        EXPECT_THAT(error.what(), HasSubstr("another"));
    }
}

TEST(EmbeddingFile, ADamagedOneIsNamed) {
    const tests::TemporaryFolder folder;
    std::ofstream(folder / "kept") << "not CBOR";
    try {
        (void)EmbeddingFile::read(folder / "kept", "a network");
        FAIL();
    } catch (const Error& error) {
        EXPECT_THAT(error.what(), HasSubstr("kept"));
    }
    EXPECT_THROW(EmbeddingFile{}.write("/nowhere/kept"), Error);
}

}  // namespace
}  // namespace faces
