#include "blend/generator.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <random>

#include "faces/error.hpp"
#include "faces/resources.hpp"

namespace faces {
namespace {

Embedding random_embedding(unsigned seed) {
    std::mt19937 random(seed);
    std::normal_distribution<float> normal;
    Embedding embedding(128);
    double squares = 0;
    for (float& value : embedding) {
        value = normal(random);
        squares += static_cast<double>(value) * value;
    }
    for (float& value : embedding) {
        value = static_cast<float>(value / std::sqrt(squares));
    }
    return embedding;
}

double mean_difference(const Image& a, const Image& b) {
    double sum = 0;
    for (std::size_t i = 0; i < a.pixels.size(); ++i) {
        sum += std::abs(static_cast<double>(a.pixels[i]) - b.pixels[i]);
    }
    return sum / static_cast<double>(a.pixels.size());
}

class GeneratorTest : public ::testing::Test {
  protected:
    static const Generator& generator() {
        static const Generator instance(resource_directory() / "models", {});
        return instance;
    }
};

TEST_F(GeneratorTest, EachEmbeddingIsDrawnAsAPictureOfItsOwn) {
    const std::vector<Embedding> embeddings{random_embedding(1), random_embedding(2), random_embedding(3),
                                            random_embedding(4), random_embedding(5)};
    const std::vector<Image> pictures = generator().draw(embeddings);
    ASSERT_EQ(pictures.size(), embeddings.size());
    for (const Image& picture : pictures) {
        EXPECT_EQ(picture.width, 192);
        EXPECT_EQ(picture.height, 192);
    }
    EXPECT_GT(mean_difference(pictures[0], pictures[1]), 5);
    EXPECT_LT(mean_difference(pictures[4], generator().draw({&embeddings[4], 1}).front()), 0.1)
        << "alone as in a batch";
}

TEST_F(GeneratorTest, TheLengthOfAnEmbeddingDoesNotMatter) {
    Embedding embedding = random_embedding(6), longer = embedding;
    for (float& value : longer) {
        value *= 3;
    }
    const std::vector<Embedding> both{embedding, longer};
    const std::vector<Image> pictures = generator().draw(both);
    EXPECT_LT(mean_difference(pictures[0], pictures[1]), 0.1);
}

TEST_F(GeneratorTest, AQuantisedEmbeddingDrawsTheSameFace) {
    Embedding embedding = random_embedding(7), coarse = embedding;
    for (float& value : coarse) {
        value = std::round(value * 256) / 256;  // coarser than the built-in gallery's
    }
    const std::vector<Embedding> both{embedding, coarse};
    const std::vector<Image> pictures = generator().draw(both);
    EXPECT_LT(mean_difference(pictures[0], pictures[1]), 2);
}

TEST_F(GeneratorTest, WhatSaysNothingIsRefused) {
    const auto refused = [](const Embedding& embedding) {
        try {
            (void)generator().draw({&embedding, 1});
            return false;
        } catch (const Error& error) {
            return error.code() == ErrorCode::invalid_argument;
        }
    };
    EXPECT_TRUE(refused(Embedding(128, 0.0F)));
    EXPECT_TRUE(refused(Embedding(64, 1.0F)));
    EXPECT_TRUE(refused(Embedding{}));
    Embedding broken = random_embedding(8);
    broken[3] = std::numeric_limits<float>::quiet_NaN();
    EXPECT_TRUE(refused(broken));
    broken[3] = std::numeric_limits<float>::infinity();
    EXPECT_TRUE(refused(broken));
    EXPECT_TRUE(generator().draw({}).empty());
}

}  // namespace
}  // namespace faces
