#include "dump_reader.hpp"

#include <algorithm>

#include "hnsw/error.hpp"

namespace hnsw::cli {

void DumpReader::next_line(std::string_view what) {
    if (!read_line()) refuse(fmt::format("the file ends here, where {} should be", what), line_number_ + 1);
}

std::uint64_t DumpReader::whole(std::string_view what, std::uint64_t most) {
    const auto value = next<std::uint64_t>(what);
    if (value > most) refuse(fmt::format("{} is {}, at most {} is possible", what, value, most));
    return value;
}

void DumpReader::end_line() const {
    if (has_more())
        refuse(fmt::format("the line goes on with '{}', where it should end", rest_.substr(0, 40)));
}

void DumpReader::end() {
    while (read_line())
        if (has_more())
            refuse(fmt::format("the file goes on with '{}', where it should end", rest_.substr(0, 40)));
}

void DumpReader::refuse(const std::string& what, std::size_t line) const {
    throw Error(ErrorCode::damaged_file,
                fmt::format("{}, line {}: {}", name_, line == 0 ? line_number_ : line, what));
}

template <class T>
T DumpReader::next(std::string_view what) {
    const std::string_view word = rest_.substr(0, rest_.find_first_of(" \t\r"));
    if (word.empty()) refuse(fmt::format("the line ends where {} should be", what));
    T value{};
    const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), value);
    if (error != std::errc() || end != word.data() + word.size())
        refuse(fmt::format("'{}' is no {}number, and {} should be there", word.substr(0, 40),
                           std::is_integral_v<T> ? "whole " : "", what));
    rest_.remove_prefix(word.size());
    skip_spaces();
    return value;
}

template double DumpReader::next<double>(std::string_view);

bool DumpReader::read_line() {
    if (!std::getline(in_, line_)) return false;
    ++line_number_;
    rest_ = line_;
    skip_spaces();
    return true;
}

void DumpReader::skip_spaces() {
    rest_.remove_prefix(std::min(rest_.find_first_not_of(" \t\r"), rest_.size()));
}

}  // namespace hnsw::cli
