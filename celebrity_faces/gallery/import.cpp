#include "gallery/import.hpp"

#include <unistd.h>

#include <system_error>

#include "faces/error.hpp"
#include "gallery/content_hash.hpp"
#include "gallery/database.hpp"
#include "gallery/import_run.hpp"
#include "gallery/names.hpp"
#include "gallery/photo_files.hpp"
#include "photo/decode.hpp"
#include "photo/encode.hpp"
#include "photo/resize.hpp"

namespace faces {
namespace fs = std::filesystem;
namespace {

std::vector<Face> found_faces(const Detector& detector, const Image& image) {
    std::vector<Face> faces = detector.detect(image);
    if (faces.empty())
        throw Error(ErrorCode::no_face,
                    "no face was found: take a photo that shows the face larger, upright and from the front");
    return faces;
}

Prepared recognise(const Store& store, const ImportRow& row, const Recogniser& recogniser) {
    if (!row.problem.empty()) throw Error(ErrorCode::invalid_argument, row.problem);
    const std::string name = clean_name(row.name);
    const std::vector<std::uint8_t> bytes = read_photo_file(row.file);
    const std::string sha256 = sha256_hex(bytes);
    if (std::optional<std::string> owner = store.photo_owner(sha256)) return {{}, std::move(owner)};

    const Photo photo = decode_photo(bytes);
    const std::vector<Face> faces = found_faces(recogniser.detector, photo.image);
    const Face& largest = faces.front();
    // The chip is cut from all the pixels that there are, not from the smaller copy.
    const Chip chip = recogniser.aligner.align(photo.image, largest);
    std::vector<Embedding> embeddings = recogniser.embedder.embed({&chip.image, 1});

    const Image copy = fit_within(photo.image, max_copy_side_px);
    const double factor = static_cast<double>(copy.width) / photo.image.width;
    NewPhoto kept{sha256,   encode_jpeg(copy), copy.width, copy.height,
                  row.link, row.licence,       row.credit, row.file.filename().string()};
    Prepared prepared{NewFace{name, std::move(kept), scaled(largest, factor), std::move(embeddings.at(0))}};
    if (faces.size() > 1)
        prepared.warning = std::to_string(faces.size()) + " faces were found, the largest was taken";
    return prepared;
}

/// A store of its own made from an export's, so that nothing is written where the export lies.
class ExportedStore {
  public:
    ExportedStore(const fs::path& directory, const fs::path& data_directory)
        : folder_(data_directory / ("restore-" + std::to_string(::getpid()))) {
        fs::create_directories(folder_);
        fs::remove(folder_ / "gallery.sqlite");
        sqlite::Database(directory / "gallery.sqlite", sqlite::Database::Access::read)
            .copy_to(folder_ / "gallery.sqlite");
        store_.emplace(folder_);
    }
    ~ExportedStore() {
        store_.reset();
        std::error_code ignored;
        fs::remove_all(folder_, ignored);
    }
    ExportedStore(const ExportedStore&) = delete;
    ExportedStore& operator=(const ExportedStore&) = delete;
    [[nodiscard]] const Store& operator*() const noexcept { return *store_; }
    [[nodiscard]] const Store* operator->() const noexcept { return &*store_; }

  private:
    fs::path folder_;
    std::optional<Store> store_;
};

NewFace exported_face(const Store& from, FaceId id) {
    if (std::optional<NewFace> face = from.kept_face(id)) return std::move(*face);
    throw Error(ErrorCode::conflict, "the export has no embedding of this face: export again");
}

Prepared restore(const Store& to, NewFace face, const fs::path& directory) {
    if (!face.photo) {
        if (to.has_embedding(face.person, face.embedding)) return {{}, face.person};
        return {std::move(face)};
    }
    if (std::optional<std::string> owner = to.photo_owner(face.photo->sha256)) return {{}, std::move(owner)};
    face.photo->jpeg = read_photo_file(PhotoFiles::file_in(directory, face.photo->sha256));
    const Photo copy = decode_photo(face.photo->jpeg);
    if (copy.image.width != face.photo->width || copy.image.height != face.photo->height)
        throw Error(ErrorCode::conflict,
                    "the export's copy of the photo has another size than the export says: "
                    "import the changed photo as a new one");
    return {std::move(face)};
}

}  // namespace

ImportSummary import_rows(Store& store, const std::vector<ImportRow>& rows, const Recogniser& recogniser,
                          const ImportOptions& options) {
    return run_import(store,
                      {rows.size(), recogniser.embedder.info(), [&](std::size_t i) { return rows[i]; },
                       [&](std::size_t i) { return recognise(store, rows[i], recogniser); }},
                      options);
}

ImportSummary import_directory(Store& store, const fs::path& directory, const Recogniser& recogniser,
                               const ImportOptions& options) {
    if (!is_export(directory)) return import_rows(store, directory_rows(directory), recogniser, options);
    return import_export(store, directory, recogniser.embedder.info(), options);
}

ImportSummary import_csv(Store& store, const fs::path& csv, const Recogniser& recogniser,
                         const ImportOptions& options) {
    return import_rows(store, csv_rows(csv), recogniser, options);
}

bool is_export(const fs::path& directory) {
    std::error_code failure;
    return Store::exists(directory) && fs::is_regular_file(directory / "people.csv", failure);
}

ImportSummary import_export(Store& store, const fs::path& directory, const EmbedderInfo& embedder,
                            const ImportOptions& options) {
    const ExportedStore exported(directory, store.data_directory());
    exported->check_embedder(embedder);
    const std::vector<FaceId> faces = exported->face_ids();
    const auto describe = [&](std::size_t i) {
        ImportRow row;
        const std::optional<NewFace> face = exported->kept_face(faces[i]);
        row.name = face ? face->person : "face " + std::to_string(faces[i]);
        row.file = face && face->photo ? PhotoFiles::file_in(directory, face->photo->sha256) : directory;
        return row;
    };
    const auto prepare = [&](std::size_t i) {
        return restore(store, exported_face(*exported, faces[i]), directory);
    };
    return run_import(store, {faces.size(), embedder, describe, prepare}, options);
}

}  // namespace faces
