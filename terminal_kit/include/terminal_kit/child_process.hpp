#pragma once

#include <sys/types.h>

#include <cstdio>
#include <string>
#include <vector>

namespace terminal {

/// A program that is asked and answers over its standard input and output; standard error is this program's.
/// It ends with this object: its input is closed, and its end is waited for.
class ChildProcess {
  public:
    /// The program's path or name, and its arguments. Throws std::runtime_error where it cannot be started.
    explicit ChildProcess(std::vector<std::string> command);
    ~ChildProcess();
    ChildProcess(const ChildProcess&) = delete;
    ChildProcess& operator=(const ChildProcess&) = delete;

    /// Writes a line.
    void tell(const std::string& line) const;
    /// Reads a line, without its end; empty too where the program has ended.
    [[nodiscard]] std::string answer() const;

    // For what is no line.
    [[nodiscard]] std::FILE* input() const noexcept { return in_; }
    [[nodiscard]] std::FILE* output() const noexcept { return out_; }

  private:
    pid_t process_ = 0;
    std::FILE* in_ = nullptr;
    std::FILE* out_ = nullptr;
};

}  // namespace terminal
