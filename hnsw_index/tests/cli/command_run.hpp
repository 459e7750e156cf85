#pragma once

#include <gtest/gtest.h>

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <span>
#include <string>
#include <vector>

#include "clustered.hpp"
#include "temporary_folder.hpp"

namespace hnsw::test {

struct Finished {
    int status = 0;  ///< exit status; 128 + signal where one ended it
    std::string out, err;
};

/// Runs the real program hnsw-index to its end.
[[nodiscard]] Finished hnsw_index(std::vector<std::string> arguments);

/// The JSON document that it prints; the test fails where it does not end well.
[[nodiscard]] nlohmann::json hnsw_index_json(std::vector<std::string> arguments);

/// What it says on standard error where it ends with that status and prints nothing; else the test fails.
[[nodiscard]] std::string refusal(int status, const std::vector<std::string>& arguments);

void write_text(const std::filesystem::path& file, const std::string& text);
[[nodiscard]] std::string read_text(const std::filesystem::path& file);

template <class T>
void write_raw(const std::filesystem::path& file, const std::vector<T>& values) {
    write_text(file, {reinterpret_cast<const char*>(values.data()), values.size() * sizeof(T)});
}

template <class T>
[[nodiscard]] std::vector<T> read_raw(const std::filesystem::path& file) {
    const std::string bytes = read_text(file);
    std::vector<T> values(bytes.size() / sizeof(T));
    bytes.copy(reinterpret_cast<char*>(values.data()), bytes.size());
    return values;
}

/// A folder with 600 vectors of 8 dimensions in `vectors.f32`.
class CommandTest : public testing::Test {
  protected:
    static constexpr std::size_t count = 600;
    static constexpr std::size_t dimension = 8;

    void SetUp() override { write_raw(folder_ / "vectors.f32", numbers(data_)); }

    [[nodiscard]] std::string path(std::string_view name) const { return (folder_ / name).string(); }
    /// Of vectors.f32, with further options.
    [[nodiscard]] std::string built(const std::vector<std::string>& options = {}) const {
        std::vector<std::string> arguments{"build", path("vectors.f32"), path("index.hnsw"), "--dimension",
                                           "8"};
        arguments.insert(arguments.end(), options.begin(), options.end());
        const Finished finished = hnsw_index(arguments);
        EXPECT_EQ(finished.status, 0) << finished.err;
        return path("index.hnsw");
    }
    [[nodiscard]] static std::vector<float> numbers(const Clustered& data) {
        std::vector<float> values;
        for (std::size_t i = 0; i < data.size(); ++i)
            values.insert(values.end(), data[i].begin(), data[i].end());
        return values;
    }

    const tests::TemporaryFolder folder_;
    const Clustered data_{count, dimension, 20};
};

}  // namespace hnsw::test
