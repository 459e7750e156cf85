#include "connection.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <stdexcept>

namespace http::testing {
namespace {

constexpr int patience_ms = 2000;

std::size_t content_length(std::string_view head) {
    const auto at = head.find("Content-Length: ");
    return at == std::string_view::npos ? 0 : std::stoul(std::string(head.substr(at + 16, 20)));
}

}  // namespace

Connection::Connection(std::uint16_t port) : socket_(socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
        throw std::runtime_error("nobody listens");
    }
}

Connection::~Connection() {
    close(socket_);
}

void Connection::send(std::string_view bytes) const {
    while (!bytes.empty()) {
        const ssize_t sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent <= 0) {
            return;
        }  // the server has closed, which the test asks for by ended()
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
}

bool Connection::read_more() {
    pollfd waiting{socket_, POLLIN, 0};
    if (poll(&waiting, 1, patience_ms) <= 0) {
        return false;
    }
    char buffer[65536];
    const ssize_t count = recv(socket_, buffer, sizeof buffer, 0);
    if (count <= 0) {
        return false;
    }
    read_.append(buffer, static_cast<std::size_t>(count));
    return true;
}

std::string Connection::read_until(std::string_view end) {
    while (read_.find(end) == std::string::npos && read_more()) {
    }
    const auto at = read_.find(end);
    const std::size_t length = at == std::string::npos ? read_.size() : at + end.size();
    std::string result = read_.substr(0, length);
    read_.erase(0, length);
    return result;
}

std::string Connection::read_reply() {
    std::string reply = read_until("\r\n\r\n");
    const std::size_t body = content_length(reply);
    while (read_.size() < body && read_more()) {
    }
    reply += read_.substr(0, body);
    read_.erase(0, std::min(body, read_.size()));
    return reply;
}

bool Connection::ended() {
    pollfd waiting{socket_, POLLIN, 0};
    if (poll(&waiting, 1, patience_ms) <= 0) {
        return false;
    }
    char byte = 0;
    return recv(socket_, &byte, 1, MSG_PEEK) <= 0;
}

std::string exchange(std::uint16_t port, std::string_view request) {
    Connection connection(port);
    connection.send(request);
    return connection.read_reply();
}

}  // namespace http::testing
