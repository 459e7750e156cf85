#include "distance/kernels.hpp"

#include <gmock/gmock.h>

#include <cmath>
#include <cstdlib>
#include <random>
#include <string>
#include <vector>

#include "distance/forced_kernels.hpp"
#include "hnsw/index.hpp"

namespace hnsw {
namespace {

using testing::HasSubstr;

class EveryKernel : public testing::TestWithParam<const Kernels*> {
  protected:
    void SetUp() override {
        if (!GetParam()->supported()) GTEST_SKIP() << "this processor lacks " << GetParam()->name;
    }
};

struct Reference {
    double squared_l2 = 0;
    double inner_product = 0;
    double magnitude = 0;  // of the products' sum, for the rounding that is allowed
};

Reference reference(const float* a, const float* b, std::size_t dimension) {
    Reference sums;
    for (std::size_t i = 0; i < dimension; ++i) {
        const double difference = double{a[i]} - double{b[i]};
        sums.squared_l2 += difference * difference;
        sums.inner_product += double{a[i]} * double{b[i]};
        sums.magnitude += std::abs(double{a[i]} * double{b[i]});
    }
    return sums;
}

TEST_P(EveryKernel, AgreesWithDoublesOverEveryLengthAndUnalignedStarts) {
    std::mt19937 random(1);
    std::normal_distribution<float> normal;
    constexpr std::size_t count = 3;
    for (std::size_t dimension = 1; dimension <= 300; ++dimension) {
        const std::size_t shift = dimension % 16;
        std::vector<float> values((count + 1) * (dimension + 1) + shift);
        for (float& value : values) value = normal(random);
        const float* query = values.data() + shift;
        const float* rows[count];
        for (std::size_t i = 0; i < count; ++i) rows[i] = query + (i + 1) * (dimension + 1);
        float squared[count];
        float products[count];
        GetParam()->squared_l2(query, rows, count, dimension, squared);
        GetParam()->inner_product(query, rows, count, dimension, products);
        for (std::size_t i = 0; i < count; ++i) {
            const Reference expected = reference(query, rows[i], dimension);
            ASSERT_NEAR(squared[i], expected.squared_l2, 1e-6 * expected.squared_l2 + 1e-12) << dimension;
            ASSERT_NEAR(products[i], expected.inner_product, 1e-6 * expected.magnitude + 1e-12) << dimension;
        }
    }
}

TEST_P(EveryKernel, MeasuresCodesExactly) {
    std::mt19937 random(2);
    std::uniform_int_distribution<int> value(-127, 127);
    constexpr std::size_t count = 3;
    for (std::size_t width = 32; width <= 1024; width += 32) {
        std::vector<std::int16_t> query(width);
        std::vector<std::int8_t> codes(count * (width + 1));
        for (auto& code : query) code = static_cast<std::int16_t>(width == 64 ? 127 : value(random));
        for (auto& code : codes) code = static_cast<std::int8_t>(width == 64 ? -127 : value(random));
        const std::int8_t* rows[count];
        for (std::size_t i = 0; i < count; ++i) rows[i] = codes.data() + i * (width + 1);
        float squared[count];
        float products[count];
        GetParam()->squared_l2_codes(query.data(), rows, count, width, squared);
        GetParam()->inner_product_codes(query.data(), rows, count, width, products);
        for (std::size_t i = 0; i < count; ++i) {
            std::int64_t squared_sum = 0;
            std::int64_t product_sum = 0;
            for (std::size_t j = 0; j < width; ++j) {
                squared_sum += (query[j] - rows[i][j]) * (query[j] - rows[i][j]);
                product_sum += query[j] * rows[i][j];
            }
            // Whole numbers below 2^24 are exact, and a few larger sums are rounded.
            ASSERT_NEAR(squared[i], static_cast<double>(squared_sum), 1e-6 * static_cast<double>(squared_sum))
                << width;
            ASSERT_NEAR(products[i], static_cast<double>(product_sum), 2) << width;
        }
    }
}

TEST_P(EveryKernel, WritesNothingForAnEmptyBatch) {
    const float query = 1;
    float out = 17;
    GetParam()->squared_l2(&query, nullptr, 0, 1, &out);
    EXPECT_EQ(out, 17);
}

TEST_P(EveryKernel, IsUsedWhenItIsForced) {
    const test::ForcedKernels forced(std::string(GetParam()->name));
    EXPECT_EQ(Index({.dimension = 4}).kernels(), GetParam()->name);
}

INSTANTIATE_TEST_SUITE_P(Kernels, EveryKernel, testing::ValuesIn(all_kernels().begin(), all_kernels().end()),
                         [](const auto& test) { return std::string(test.param->name); });

TEST(Kernels, AnUnknownNameIsRefusedWhenTheIndexIsMade) {
    const test::ForcedKernels forced("mmx");
    try {
        const Index index({.dimension = 4});
        FAIL() << "kernels named mmx were accepted";
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::kernels);
        EXPECT_THAT(error.what(), HasSubstr("'mmx'"));
        EXPECT_THAT(error.what(), HasSubstr("generic"));
    }
}

}  // namespace
}  // namespace hnsw
