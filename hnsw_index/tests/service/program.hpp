#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

namespace hnsw::test {

struct HttpAnswer {
    int status = 0;
    std::string content_type;
    std::string body;
};

/// The real program hnsw-index as a process of its own; killed at the end where it still runs.
class Program {
  public:
    explicit Program(std::vector<std::string> arguments);
    ~Program();
    Program(const Program&) = delete;
    Program& operator=(const Program&) = delete;

    /// Waits for the line that names the address; empty where the program ended without it.
    std::string wait_for_address();
    /// Waits until it has printed this; false where it ended without it.
    bool wait_for(const std::string& text);
    void send_signal(int signal) const;
    /// The exit status, or minus the signal that ended it.
    int wait();
    /// What it has printed on standard output and error, once it has ended.
    std::string output();

  private:
    pid_t process_ = 0;
    int pipe_ = -1;
    std::string text_;
};

/// One request to http://127.0.0.1; status 0 where the connection broke.
HttpAnswer request(const std::string& method, const std::string& url, const std::string& body = {});

}  // namespace hnsw::test
