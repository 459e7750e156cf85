#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <optional>
#include <stop_token>
#include <vector>

#include "faces/detector.hpp"
#include "faces/embedder.hpp"
#include "gallery/import_rows.hpp"
#include "gallery/store.hpp"
#include "gallery/unlike_photos.hpp"

namespace faces {

/// What turns a photo into a face and its embedding.
struct Recogniser {
    const Detector& detector;
    const Aligner& aligner;
    const Embedder& embedder;
};

struct ImportProgress {
    std::size_t done = 0;  ///< rows
    std::size_t total = 0;
    std::size_t failed = 0;  ///< rows
    std::size_t faces = 0;   ///< that came in
};

struct ImportOptions {
    unsigned threads = 0;  ///< that recognise; 0: one a core
    std::stop_token stop;  ///< ends the import after the photos at hand; what came in stays
    /// Called after each row, from the thread that called the import.
    std::function<void(const ImportProgress&)> progress;
    /// Asked when all photos are in, for it may be measured on them. Where there is one, the photos of the
    /// people who got some are compared, unless the import was stopped, and those that may show somebody else
    /// are among the warnings. They stay in.
    std::function<SamePersonDistance()> same_person_distance{};
    /// Called with the photos that are compared and all that are to be, from the thread that called the
    /// import.
    std::function<void(std::size_t done, std::size_t total)> compared{};
};

/// read = added + skipped + failed.
struct ImportSummary {
    std::size_t read = 0;           ///< rows that were looked at
    std::size_t added = 0;          ///< photos that came in, each with one face
    std::size_t skipped = 0;        ///< photos that were in already, under the same person
    std::size_t failed = 0;         ///< rows that could not come in
    std::size_t several_faces = 0;  ///< photos with several faces, of which the largest was taken
    std::size_t people_added = 0;
    std::size_t suspects = 0;  ///< photos that may show somebody else, of the people who got some
    bool stopped = false;      ///< before the end
    /// `DATA/import-failures-TIME.csv` and `DATA/import-warnings-TIME.csv`, with the columns file, line,
    /// name, reason: the rows that failed, and the photos with several faces or of somebody else. Absent
    /// where there were none.
    std::optional<std::filesystem::path> failures_file, warnings_file;
};

/// Photos that are kept are copied at no more than this many px a side.
inline constexpr int max_copy_side_px = 1024;

/// Each brings photos into the store: decode, detect, embed on all cores, and commit in batches. A row that
/// fails never stops it, and importing again skips what is in by the content of the file, under whatever file
/// name. A photo that is in under another person fails. Files that are imported are read and never written.
///
/// Throw Error(conflict) where another import into the same store is running or the store holds another
/// embedder's embeddings, and what directory_rows, csv_rows and Store throw.
ImportSummary import_rows(Store& store, const std::vector<ImportRow>& rows, const Recogniser& recogniser,
                          const ImportOptions& options = {});
/// A directory of photos (see directory_rows) or an export.
ImportSummary import_directory(Store& store, const std::filesystem::path& directory,
                               const Recogniser& recogniser, const ImportOptions& options = {});
ImportSummary import_csv(Store& store, const std::filesystem::path& csv, const Recogniser& recogniser,
                         const ImportOptions& options = {});

/// Whether the directory is what export_gallery wrote.
[[nodiscard]] bool is_export(const std::filesystem::path& directory);
/// Brings an export back as it was, people, photos, boxes and embeddings, without recognising anything again.
/// Throws Error(conflict) where the export's embeddings are not of `embedder`.
ImportSummary import_export(Store& store, const std::filesystem::path& directory,
                            const EmbedderInfo& embedder, const ImportOptions& options = {});

}  // namespace faces
