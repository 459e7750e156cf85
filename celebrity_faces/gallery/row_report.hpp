#pragma once

#include <filesystem>
#include <fstream>
#include <optional>
#include <string>

#include "gallery/import_rows.hpp"

namespace faces {

/// A table of rows and what is to be said of each: file, line, name, reason. Its file is made with the first
/// row.
class RowReport {
  public:
    explicit RowReport(std::filesystem::path file) : file_(std::move(file)) {}
    /// On the disk's side of the program when it returns. Throws Error(unavailable) where it cannot be
    /// written.
    void add(const ImportRow& row, const std::string& reason);
    /// The file, where there is one.
    [[nodiscard]] std::optional<std::filesystem::path> written() const;

  private:
    std::filesystem::path file_;
    std::ofstream stream_;
};

}  // namespace faces
