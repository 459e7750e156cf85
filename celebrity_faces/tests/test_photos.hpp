#pragma once

#include <cstdlib>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace faces::testing {

/// A folder or file of the photos beside the project ($FACES_DATA, else ../shared); nothing where it is
/// absent: skip then, and say so.
inline std::optional<std::filesystem::path> photo_data(const std::string& name) {
    const char* given = std::getenv("FACES_DATA");
    const std::filesystem::path path =
        std::filesystem::path(given != nullptr ? given : FACES_DEFAULT_DATA) / name;
    if (!std::filesystem::exists(path)) {
        return std::nullopt;
    }
    return path;
}

/// The first photo of each of the first `count` people of Labeled Faces in the Wild, by name.
inline std::vector<std::filesystem::path> first_lfw_photos(const std::filesystem::path& lfw,
                                                           std::size_t count) {
    std::vector<std::filesystem::path> people;
    for (const auto& entry : std::filesystem::directory_iterator(lfw)) {
        people.push_back(entry.path());
    }
    std::sort(people.begin(), people.end());
    people.resize(std::min(people.size(), count));
    std::vector<std::filesystem::path> photos;
    for (const auto& person : people) {
        photos.push_back(person / (person.filename().string() + "_0001.jpg"));
    }
    return photos;
}

}  // namespace faces::testing

/// Skips the test where the photos are absent.
#define FACES_NEED_DATA(variable, name)                                                \
    const auto variable = faces::testing::photo_data(name);                            \
    if (!variable) {                                                                   \
        GTEST_SKIP() << "no " << (name) << " in FACES_DATA or " << FACES_DEFAULT_DATA; \
    }
