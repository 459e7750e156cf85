#include "gallery/csv.hpp"

#include <algorithm>

namespace faces {
namespace {

// A quote that is never closed would swallow the rest of the file: no name, path or credit is longer.
constexpr std::size_t max_quoted_bytes = 64 << 10;

bool at_line_end(std::string_view text) {
    return text.empty() || text.front() == '\n' || text.starts_with("\r\n") || text == "\r";
}

}  // namespace

CsvReader::CsvReader(std::string_view text) : rest_(text) {
    constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";
    if (rest_.starts_with(byte_order_mark)) rest_.remove_prefix(byte_order_mark.size());
}

std::optional<CsvRecord> CsvReader::next() {
    while (!rest_.empty() && at_line_end(rest_)) skip_line();
    if (rest_.empty()) return {};
    const CsvReader before = *this;
    CsvRecord record = read_record();
    if (!record.problem.empty()) *this = before;
    skip_line();
    return record;
}

CsvRecord CsvReader::read_record() {
    CsvRecord record{line_, {}, {}};
    for (;;) {
        if (rest_.starts_with('"')) {
            record.fields.push_back(read_quoted(record.problem));
        } else {
            std::size_t end = std::min(rest_.find_first_of(",\n"), rest_.size());
            if (end > 0 && at_line_end(rest_.substr(end - 1))) --end;  // CRLF
            record.fields.emplace_back(rest_.substr(0, end));
            rest_.remove_prefix(end);
        }
        if (!record.problem.empty() || at_line_end(rest_)) return record;
        rest_.remove_prefix(1);  // the comma
    }
}

std::string CsvReader::read_quoted(std::string& problem) {
    std::string field;
    for (std::size_t i = 1; i < rest_.size() && i <= max_quoted_bytes; ++i) {
        if (rest_[i] == '"' && rest_.substr(i + 1).starts_with('"')) {
            ++i;
        } else if (rest_[i] == '"') {
            rest_.remove_prefix(i + 1);
            if (!rest_.starts_with(',') && !at_line_end(rest_))
                problem = "text follows a closing quote: put a comma between them, or double the quote";
            return field;
        }
        if (rest_[i] == '\n') ++line_;
        field += rest_[i];
    }
    problem = "a quote is opened and never closed: close it, or double it where it is a part of the text";
    return field;
}

void CsvReader::skip_line() {
    const std::size_t end = rest_.find('\n');
    rest_.remove_prefix(end == std::string_view::npos ? rest_.size() : end + 1);
    ++line_;
}

std::string csv_line(std::span<const std::string> fields) {
    std::string line;
    for (const std::string& field : fields) {
        if (&field != fields.data()) line += ',';
        const bool quoted = field.find_first_of(",\"\r\n") != std::string::npos;
        if (quoted) line += '"';
        for (const char c : field) line.append(c == '"' ? 2 : 1, c);
        if (quoted) line += '"';
    }
    return line + "\r\n";
}

}  // namespace faces
