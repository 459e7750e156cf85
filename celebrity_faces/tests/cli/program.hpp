#pragma once

#include <sys/types.h>

#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "temporary_folder.hpp"

namespace faces::testing {

using tests::TemporaryFolder;

struct Finished {
    int status = 0;  ///< exit status; 128 + signal where one ended it
    std::string out, err;
};

using Environment = std::map<std::string, std::string>;

/// Runs a program to its end.
[[nodiscard]] Finished run(const std::vector<std::string>& command, const Environment& environment = {});

/// Runs the program under test.
[[nodiscard]] Finished celebrity_faces(std::vector<std::string> arguments,
                                       const Environment& environment = {});

struct HttpReply {
    long status = 0;
    std::string content_type, body;
};

/// A server program on a free port; ended with this object.
class Server {
  public:
    /// Waits until it says its address and answers /readyz.
    explicit Server(const std::vector<std::string>& command);
    ~Server();
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;

    [[nodiscard]] const std::string& url() const { return url_; }
    [[nodiscard]] pid_t pid() const { return pid_; }
    [[nodiscard]] HttpReply get(const std::string& path) const;
    [[nodiscard]] HttpReply post_json(const std::string& path, const std::string& json) const;
    /// multipart/form-data with a file and text fields.
    [[nodiscard]] HttpReply post_photo(const std::string& path, const std::string& bytes,
                                       const std::map<std::string, std::string>& fields = {},
                                       const std::string& filename = "photo.jpg") const;
    /// Asks until the answer is true, for half a minute at most: how long a machine takes is no test's
    /// matter.
    [[nodiscard]] bool becomes(const std::function<bool()>& answer) const;
    /// Sends the signal and waits for the end: the exit status.
    int end(int signal);

  private:
    pid_t pid_ = -1;
    int out_ = -1;
    std::string url_;
};

[[nodiscard]] std::string read_file(const std::filesystem::path& file);
void write_file(const std::filesystem::path& file, const std::string& bytes);

/// The most memory that a running process has held (VmHWM).
[[nodiscard]] double peak_memory_mb(pid_t pid);

/// A real face that may be shown (NASA, public domain); nothing where the set-up for tests did not run.
[[nodiscard]] std::optional<std::filesystem::path> astronaut();

}  // namespace faces::testing

#define FACES_NEED_ASTRONAUT(variable)                                                       \
    const auto variable = faces::testing::astronaut();                                       \
    if (!variable) {                                                                         \
        GTEST_SKIP() << "no astronaut.png in " FACES_TEST_PHOTOS ": run scripts/setup test"; \
    }
