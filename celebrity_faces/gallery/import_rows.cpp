#include "gallery/import_rows.hpp"

#include <algorithm>
#include <map>
#include <system_error>

#include "faces/error.hpp"
#include "gallery/csv.hpp"
#include "gallery/files.hpp"
#include "gallery/names.hpp"

namespace faces {
namespace fs = std::filesystem;
namespace {

constexpr std::size_t max_csv_bytes = 1 << 30;

std::string spaced(std::string name) {
    std::replace(name.begin(), name.end(), '_', ' ');
    return name;
}

/// "Ada_Lovelace_0001.jpg" is Ada Lovelace's.
std::string name_of_flat_file(const fs::path& file) {
    std::string stem = file.stem().string();
    const std::size_t last = stem.find_last_not_of("0123456789");
    if (last != std::string::npos && last + 1 < stem.size() && stem[last] == '_') stem.resize(last);
    return spaced(stem);
}

/// What a folder holds but for hidden files, by name.
std::vector<fs::directory_entry> entries_of(const fs::path& folder, std::error_code& failure) {
    std::vector<fs::directory_entry> entries;
    for (fs::directory_iterator it(folder, failure), end; !failure && it != end; it.increment(failure))
        if (!it->path().filename().string().starts_with('.')) entries.push_back(*it);
    std::sort(entries.begin(), entries.end());
    return entries;
}

ImportRow row_of(std::string name, const fs::path& file, std::string problem = {}) {
    ImportRow row;
    row.name = std::move(name);
    row.file = file;
    row.problem = std::move(problem);
    return row;
}

void add_person_folder(const fs::path& folder, std::vector<ImportRow>& rows) {
    const std::string name = spaced(folder.filename().string());
    std::error_code failure;
    for (const fs::directory_entry& entry : entries_of(folder, failure)) {
        std::error_code ignored;
        rows.push_back(row_of(name, entry.path(),
                              entry.is_directory(ignored)
                                  ? "a folder within a person's folder is not looked into: move its photos up"
                                  : ""));
    }
    if (failure) rows.push_back(row_of(name, folder, "the folder cannot be read: " + failure.message()));
}

/// Where the table's columns are.
class Columns {
  public:
    Columns(const fs::path& csv, const CsvRecord& header) : count_(header.fields.size()) {
        for (std::size_t i = 0; i < count_; ++i) places_.emplace(header.fields[i], i);
        for (const char* wanted : {"name", "file"})
            if (!places_.contains(wanted))
                throw Error(ErrorCode::invalid_argument,
                            csv.string() + " has no column \"" + wanted +
                                "\": its first line must name the columns, with commas between them, as in "
                                "name,file,link,licence,credit");
    }

    [[nodiscard]] std::string field(const CsvRecord& record, const char* column) const {
        const auto place = places_.find(column);
        if (place == places_.end() || place->second >= record.fields.size()) return {};
        return record.fields[place->second];
    }

    [[nodiscard]] std::string problem(const CsvRecord& record) const {
        if (!record.problem.empty()) return record.problem;
        if (record.fields.size() != count_)
            return "the row has " + std::to_string(record.fields.size()) + " fields, the first line names " +
                   std::to_string(count_) + " columns: put fields that hold commas in quotes";
        if (field(record, "file").empty()) return "the row names no file";
        for (const char* column : {"name", "link", "licence", "credit"})
            if (!is_utf8(field(record, column)))
                return std::string("the row's ") + column + " is not UTF-8: save the table in that encoding";
        return {};
    }

  private:
    std::size_t count_;
    std::map<std::string, std::size_t> places_;
};

}  // namespace

std::vector<ImportRow> directory_rows(const fs::path& directory) {
    std::vector<ImportRow> rows;
    std::error_code failure;
    for (const fs::directory_entry& entry : entries_of(directory, failure)) {
        std::error_code ignored;
        if (entry.is_directory(ignored))
            add_person_folder(entry.path(), rows);
        else
            rows.push_back(row_of(name_of_flat_file(entry.path()), entry.path()));
    }
    if (failure)
        throw Error(ErrorCode::not_found,
                    "the directory " + directory.string() + " cannot be read: " + failure.message());
    return rows;
}

std::vector<ImportRow> csv_rows(const fs::path& csv) {
    const std::vector<std::uint8_t> bytes = read_file(csv, max_csv_bytes);
    CsvReader reader({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
    const Columns columns(csv, reader.next().value_or(CsvRecord{}));
    const fs::path folder = csv.parent_path();
    std::vector<ImportRow> rows;
    while (const std::optional<CsvRecord> record = reader.next()) {
        ImportRow row;
        row.name = columns.field(*record, "name");
        row.file = folder / columns.field(*record, "file");
        row.line = record->line;
        row.link = columns.field(*record, "link");
        row.licence = columns.field(*record, "licence");
        row.credit = columns.field(*record, "credit");
        row.problem = columns.problem(*record);
        rows.push_back(std::move(row));
    }
    return rows;
}

}  // namespace faces
