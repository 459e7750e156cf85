#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace faces {

struct CsvRecord {
    std::size_t line = 0;  ///< where it begins, from 1
    std::vector<std::string> fields;
    std::string problem;  ///< why the record cannot be read; empty where it can
};

/// Reads comma-separated values as RFC 4180 has them: fields in quotes may hold commas, line ends and doubled
/// quotes. A byte order mark is passed over, lines may end in LF or CRLF, and empty lines are no records.
class CsvReader {
  public:
    /// The text must outlive the reader.
    explicit CsvReader(std::string_view text);
    /// Absent at the end. After a record with a problem the next line is read as if it were whole.
    [[nodiscard]] std::optional<CsvRecord> next();

  private:
    CsvRecord read_record();
    std::string read_quoted(std::string& problem);
    void skip_line();

    std::string_view rest_;
    std::size_t line_ = 1;
};

/// One line with its CRLF; fields are put in quotes where they need it.
[[nodiscard]] std::string csv_line(std::span<const std::string> fields);

}  // namespace faces
