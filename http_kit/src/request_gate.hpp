#pragma once

#include <http_parser.h>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include "http_kit/problem.hpp"

namespace http {

/// The memory that bodies of all connections may take together. From any thread.
class BodyBudget {
  public:
    explicit BodyBudget(std::size_t bytes) : free_(static_cast<std::int64_t>(bytes)) {}

    [[nodiscard]] bool take(std::size_t bytes) noexcept {
        const auto wanted = static_cast<std::int64_t>(bytes);
        if (free_.fetch_sub(wanted) >= wanted) return true;
        free_.fetch_add(wanted);
        return false;
    }
    void give_back(std::size_t bytes) noexcept { free_.fetch_add(static_cast<std::int64_t>(bytes)); }

  private:
    std::atomic<std::int64_t> free_;
};

/// Reads a connection's bytes just ahead of the server's own parser and decides what that one cannot: when an
/// interim reply is due, and which request is refused before its body was read.
///
/// The server reads only when it has answered every whole request so far, so "due" means: before the next
/// read.
class RequestGate {
  public:
    RequestGate(std::size_t max_body_bytes, BodyBudget& budget);
    ~RequestGate();
    RequestGate(const RequestGate&) = delete;
    RequestGate& operator=(const RequestGate&) = delete;
    RequestGate(RequestGate&&) = delete;
    RequestGate& operator=(RequestGate&&) = delete;

    /// How many of the bytes may be passed on; fewer than `size` where refusal() now has a value.
    [[nodiscard]] std::size_t admit(const char* data, std::size_t size);

    /// Whether `100 Continue` is to be sent before the next read (RFC 9110, section 10.1.1). True once a
    /// request.
    [[nodiscard]] bool take_continue() noexcept { return std::exchange(continue_due_, false); }

    /// Why the connection ends with the request that is being read.
    [[nodiscard]] const std::optional<Problem>& refusal() const noexcept { return refusal_; }

    /// Of the request that is being read, for the log; empty where it did not come that far.
    [[nodiscard]] const char* method() const noexcept;
    [[nodiscard]] std::string path() const { return target_.substr(0, target_.find('?')); }

    /// To be called before each read: whole requests are answered, the memory of their bodies is free again.
    void on_read() noexcept;

  private:
    [[nodiscard]] static http_parser_settings callbacks() noexcept;
    void on_message_begin();
    void on_header_field(const char* data, std::size_t size);
    void finish_header();
    [[nodiscard]] int on_headers_complete();
    [[nodiscard]] int on_body(std::size_t size);
    [[nodiscard]] int reserve(std::uint64_t bytes);
    [[nodiscard]] Problem parse_problem() const;

    const std::size_t max_body_bytes_;
    BodyBudget& budget_;
    http_parser parser_{};
    std::string target_, field_, value_;
    bool value_last_ = true;
    bool whole_ = true;  // between two requests
    bool expects_continue_ = false;
    bool continue_due_ = false;
    std::size_t body_bytes_ = 0;  // announced or seen, of the request that is being read
    std::size_t reserved_ = 0;    // of the budget, for this and the whole requests before it
    std::optional<Problem> refusal_;
};

}  // namespace http
