#pragma once

#include <fmt/format.h>

#include <charconv>
#include <cstddef>
#include <cstdint>
#include <istream>
#include <string>
#include <string_view>

namespace hnsw::cli {

/// Reads a text file of numbers line by line, and refuses it with its name, the line and what is wrong there.
class DumpReader {
  public:
    DumpReader(std::istream& in, std::string name) : in_(in), name_(std::move(name)) {}

    /// Goes to the next line, which holds `what`; refuses a file that ends before it.
    void next_line(std::string_view what);
    /// Whether the line has another number.
    [[nodiscard]] bool has_more() const { return !rest_.empty(); }
    /// The line's next number, which is `what`.
    [[nodiscard]] double number(std::string_view what) { return next<double>(what); }
    /// The line's next number, which is a whole one from 0 to `most`.
    [[nodiscard]] std::uint64_t whole(std::string_view what, std::uint64_t most);
    /// Refuses a line that goes on.
    void end_line() const;
    /// Refuses a file that goes on.
    void end();

    [[nodiscard]] std::size_t line() const { return line_number_; }
    /// Throws Error(damaged_file); without a line the current one is meant.
    [[noreturn]] void refuse(const std::string& what, std::size_t line = 0) const;

  private:
    template <class T>
    T next(std::string_view what);
    bool read_line();
    void skip_spaces();

    std::istream& in_;
    std::string name_;
    std::string line_;
    std::string_view rest_;  ///< of the line, from the next number on
    std::size_t line_number_ = 0;
};

}  // namespace hnsw::cli
