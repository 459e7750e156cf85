#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

namespace faces {

/// One photo that is to come in, as a folder or a table names it.
struct ImportRow {
    std::string name;  ///< the person's, not cleaned yet
    std::filesystem::path file;
    std::size_t line = 0;  ///< of the table; 0 for folders
    std::string link, licence, credit;
    std::string problem;  ///< why the row cannot come in; empty where it may
};

/// The photos of a directory, in the order of their names: of each folder in it, named after the person with
/// `_` for a space, and those directly in it, named `Ada_Lovelace.jpg` or `Ada_Lovelace_0001.jpg`. Names that
/// begin with a dot are passed over. Throws Error(not_found) where there is no such directory.
[[nodiscard]] std::vector<ImportRow> directory_rows(const std::filesystem::path& directory);

/// The photos of a table (RFC 4180, UTF-8): the first line names the columns, `name` and `file` and perhaps
/// `link`, `licence`, `credit`, in any order; others are passed over. Files are looked for from the table's
/// folder. Throws Error(not_found) where the table cannot be read, Error(invalid_argument) where it lacks a
/// column.
[[nodiscard]] std::vector<ImportRow> csv_rows(const std::filesystem::path& csv);

}  // namespace faces
