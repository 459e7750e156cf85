#include <fmt/format.h>

#include <cmath>
#include <limits>

#include "dump_reader.hpp"
#include "original_dump.hpp"

namespace hnsw::cli {

namespace {

constexpr std::uint64_t most_vectors = std::uint64_t{1} << 32U;
constexpr std::uint64_t most_dimensions = 4096;

void read_vector(DumpReader& reader, OriginalVectors& vectors) {
    for (std::size_t i = 0; i < vectors.dimension; ++i) {
        if (!reader.has_more())
            reader.refuse(
                fmt::format("the vector has {} numbers, its line begins with {}", i, vectors.dimension));
        const double value = reader.number("a vector's number");
        if (!(std::abs(value) <= std::numeric_limits<float>::max()))
            reader.refuse(
                fmt::format("the vector's number {} is {}, finite ones of 32 bits are wanted", i, value));
        vectors.values.push_back(static_cast<float>(value));
    }
    reader.end_line();
}

}  // namespace

OriginalVectors read_storage_dump(std::istream& in, const std::string& name) {
    DumpReader reader(in, name);
    reader.next_line("the number of vectors");
    const std::uint64_t count = reader.whole("the number of vectors", most_vectors);
    reader.end_line();
    if (count == 0) reader.refuse("there are no vectors");
    OriginalVectors vectors;
    for (std::uint64_t i = 0; i < count; ++i) {
        reader.next_line(fmt::format("vector {} of the {} that line 1 tells of", i, count));
        const std::uint64_t dimension = reader.whole("the dimension", most_dimensions);
        if (i == 0) vectors.dimension = dimension;
        if (dimension == 0 || dimension != vectors.dimension)
            reader.refuse(fmt::format("the dimension is {}, that of the first vector {}", dimension,
                                      vectors.dimension));
        read_vector(reader, vectors);
    }
    reader.end();
    return vectors;
}

}  // namespace hnsw::cli
