#include "gallery/removal.hpp"

#include <charconv>
#include <filesystem>
#include <vector>

#include "faces/error.hpp"
#include "gallery/content_hash.hpp"
#include "gallery/files.hpp"

namespace faces {
namespace {

constexpr std::size_t max_file_bytes = 1 << 30;

/// The content of the file of that name on this machine, if there is one.
std::string content_of(const std::string& file) {
    std::error_code failure;
    if (!std::filesystem::is_regular_file(file, failure)) return {};
    return sha256_hex(read_file(file, max_file_bytes));
}

std::string described(const StoredPhoto& photo) {
    return "photo " + std::to_string(photo.shown.id) + " (" + photo.source + ") of " + photo.name;
}

std::vector<StoredPhoto> photos_where(const Store& store, const auto& wanted) {
    std::vector<StoredPhoto> photos;
    store.for_each_photo({}, [&](const StoredPhoto& photo) {
        if (wanted(photo)) photos.push_back(photo);
    });
    return photos;
}

/// By content, else by the name of the file that it came from, else by number.
std::vector<StoredPhoto> photos_meant(const Store& store, const std::string& what) {
    const std::string content = content_of(what);
    std::vector<StoredPhoto> photos = photos_where(
        store, [&](const StoredPhoto& photo) { return photo.sha256 == what || photo.sha256 == content; });
    if (photos.empty())
        photos = photos_where(store, [&](const StoredPhoto& photo) { return photo.source == what; });
    PhotoId id = 0;
    const auto [end, failure] = std::from_chars(what.data(), what.data() + what.size(), id);
    if (photos.empty() && failure == std::errc() && end == what.data() + what.size())
        photos = photos_where(store, [&](const StoredPhoto& photo) { return photo.shown.id == id; });
    return photos;
}

}  // namespace

Removal remove_named(Store& store, const std::string& what) {
    if (const std::optional<Person> person = store.person_named(what))
        return {person->name, store.remove_person(person->id)};
    const std::vector<StoredPhoto> photos = photos_meant(store, what);
    if (photos.empty())
        throw Error(ErrorCode::not_found,
                    "the gallery has no person and no photo \"" + what +
                        "\": `gallery list` names the people, `gallery show NAME` their photos");
    if (photos.size() > 1) {
        std::string message = "\"" + what + "\" means several photos, name one by its number:";
        for (const StoredPhoto& photo : photos) message += "\n  " + described(photo);
        throw Error(ErrorCode::conflict, message);
    }
    return {described(photos.front()), store.remove_photo(photos.front().shown.id)};
}

}  // namespace faces
