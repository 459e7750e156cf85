#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace http::testing {

/// A plain TCP connection to a server under test: what is sent and when is in the test's hand.
class Connection {
  public:
    explicit Connection(std::uint16_t port);
    ~Connection();
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    void send(std::string_view bytes) const;
    /// Everything up to and with `end`, or what came within two seconds or until the connection ended.
    [[nodiscard]] std::string read_until(std::string_view end);
    /// Head and body of one reply.
    [[nodiscard]] std::string read_reply();
    /// Whether the other side has closed: waits up to two seconds.
    [[nodiscard]] bool ended();

  private:
    bool read_more();
    int socket_;
    std::string read_;
};

/// One request on a connection of its own.
[[nodiscard]] std::string exchange(std::uint16_t port, std::string_view request);

}  // namespace http::testing
