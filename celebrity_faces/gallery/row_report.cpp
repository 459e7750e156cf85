#include "gallery/row_report.hpp"

#include <array>

#include "faces/error.hpp"
#include "gallery/csv.hpp"

namespace faces {
namespace {

using Line = std::array<std::string, 4>;

}  // namespace

void RowReport::add(const ImportRow& row, const std::string& reason) {
    if (!stream_.is_open()) {
        stream_.open(file_, std::ios::binary);
        stream_ << csv_line(Line{"file", "line", "name", "reason"});
    }
    const std::string line = row.line == 0 ? "" : std::to_string(row.line);
    stream_ << csv_line(Line{row.file.string(), line, row.name, reason}) << std::flush;
    if (!stream_)
        throw Error(
            ErrorCode::unavailable,
            file_.string() +
                " cannot be written: see that there is space and that the directory may be written to");
}

std::optional<std::filesystem::path> RowReport::written() const {
    if (!stream_.is_open()) return {};
    return file_;
}

}  // namespace faces
