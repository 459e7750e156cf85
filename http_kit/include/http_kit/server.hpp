#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "http_kit/router.hpp"

namespace http {

struct ServerOptions {
    std::string host = "127.0.0.1";  ///< an address, or a name that stands for one
    std::uint16_t port = 0;          ///< 0: any free one
    unsigned threads = 0;            ///< that run light handlers; 0: two for each core
    unsigned heavy_threads = 0;      ///< that run heavy handlers (router.hpp); 0: one for each core
    std::size_t max_body_bytes = 1'000'000;
    std::size_t max_queued_requests = 128;            ///< of a weight that wait; above, 503 with Retry-After
    std::size_t max_buffered_bytes = 256'000'000;     ///< of all the bodies held at one time; above, 503
    std::size_t max_connections = 1000;               ///< above, connections wait in the kernel's queue
    std::chrono::milliseconds read_timeout{120'000};  ///< for a whole request, and between two
    std::chrono::milliseconds handle_timeout{120'000};
    std::chrono::milliseconds write_timeout{120'000};
};

/// An HTTP/1.1 server: one thread reads and writes, a pool of them runs handlers.
///
/// It answers `Expect: 100-continue` as soon as the head is there, refuses a body above the limit by its
/// announced size (413, then the connection is closed), answers what is not HTTP with 400, and adds the
/// security headers to every reply. Each request is one log line: method, path, status, bytes, time; never a
/// query or a body.
class Server {
  public:
    Server(ServerOptions options, Router router);
    ~Server();  ///< as stop()
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;
    Server(Server&&) = delete;
    Server& operator=(Server&&) = delete;

    /// Listens, and returns at once. Throws Error(cannot_listen), naming address, cause and remedy.
    void start();
    /// Stops accepting, answers what was received whole, then returns. Does nothing where it does not run.
    void stop();
    /// start() where it does not run yet; returns after SIGINT or SIGTERM and a stop(). A second signal
    /// during the stop ends the process at once, as if nobody handled it.
    void run_until_signal();

    /// The port that it listens on; 0 before start().
    [[nodiscard]] std::uint16_t port() const noexcept;

  private:
    class Implementation;
    std::unique_ptr<Implementation> implementation_;
};

}  // namespace http
