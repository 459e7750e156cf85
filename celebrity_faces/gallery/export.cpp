#include "gallery/export.hpp"

#include <array>
#include <fstream>
#include <system_error>

#include "faces/error.hpp"
#include "gallery/csv.hpp"
#include "gallery/database.hpp"
#include "gallery/photo_files.hpp"

namespace faces {
namespace fs = std::filesystem;
namespace {

void make_empty_folder(const fs::path& folder) {
    std::error_code failure;
    fs::create_directories(folder, failure);
    const bool empty = !failure && fs::is_empty(folder, failure);
    if (failure)
        throw Error(ErrorCode::unavailable, folder.string() + " cannot be made: " + failure.message());
    if (!empty) throw Error(ErrorCode::conflict, folder.string() + " is not empty: name a new folder");
}

void copy_photo(const fs::path& from, const fs::path& to, const StoredPhoto& photo) {
    const fs::path source = PhotoFiles::file_in(from, photo.sha256);
    const fs::path target = PhotoFiles::file_in(to, photo.sha256);
    std::error_code failure;
    fs::create_directories(target.parent_path(), failure);
    if (!failure) fs::copy_file(source, target, failure);
    if (failure)
        throw Error(ErrorCode::unavailable,
                    source.string() + " cannot be copied to " + target.string() + ": " + failure.message());
}

using Line = std::array<std::string, 5>;

}  // namespace

Counts export_gallery(const Store& store, const fs::path& folder,
                      const std::function<void(std::size_t, std::size_t)>& progress) {
    make_empty_folder(folder);
    store.copy_to(folder / "gallery.sqlite");
    Counts counts;
    {
        // What is copied is what the copy of the store names.
        const Store moment(folder);
        counts = moment.counts();
        std::ofstream table(folder / "people.csv", std::ios::binary);
        table << csv_line(Line{"name", "file", "link", "licence", "credit"});
        std::size_t done = 0;
        moment.for_each_photo({}, [&](const StoredPhoto& photo) {
            copy_photo(store.data_directory(), folder, photo);
            const fs::path file = PhotoFiles::file_in({}, photo.sha256);
            table << csv_line(
                Line{photo.name, file.string(), photo.shown.link, photo.shown.licence, photo.shown.credit});
            if (progress) progress(++done, counts.photos);
        });
        if (!table.flush())
            throw Error(ErrorCode::unavailable, (folder / "people.csv").string() + " cannot be written");
    }
    // In one file alone: opening it in WAL mode, even to read it, would write others beside it.
    sqlite::Database(folder / "gallery.sqlite", sqlite::Database::Access::write)
        .execute("PRAGMA journal_mode = DELETE");
    return counts;
}

}  // namespace faces
